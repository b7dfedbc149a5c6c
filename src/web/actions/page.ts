/** The page: where to go and what to open in it. */
import {
  BookOpen,
  Columns2,
  Command,
  Cpu,
  Keyboard,
  LogOut,
  MessageCircleDashed,
  PanelLeft,
  Search,
  SquarePen,
  TextCursorInput,
} from 'lucide'
import type { App } from '../context.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import { isSame, pickOf } from '../models/catalog.ts'
import { navigate } from '../route.ts'
import { toast } from '../ui/toast.tsx'
import { focusComposer, startNew } from '../views/commands.ts'
import type { Action, Choice, Page } from './action.ts'
import { here } from './here.ts'

/** Opens one of the dialogs that are about the page as a whole, and closes the others. */
export function only(app: App, what: 'palette' | 'search' | 'shortcuts' | null): void {
  const { palette, shortcuts, setSearching } = app.layout
  palette.value = what === 'palette' && palette.peek() === null ? '' : null
  shortcuts.value = what === 'shortcuts'
  setSearching(what === 'search')
}

export const PAGE: readonly Action[] = [
  {
    id: 'palette.open',
    group: 'page',
    label: 'actions.palette',
    icon: Command,
    run: (app) => only(app, 'palette'),
  },
  { id: 'chat.new', group: 'page', label: 'library.new', icon: SquarePen, run: startNew },
  {
    id: 'chat.temporary',
    group: 'page',
    label: 'temporary.toggle',
    icon: MessageCircleDashed,
    words: 'actions.words.temporary',
    run: temporary,
  },
  {
    id: 'search.open',
    group: 'page',
    label: 'search.placeholder',
    icon: Search,
    run: (app) => only(app, 'search'),
  },
  {
    id: 'model.choose',
    group: 'page',
    label: 'models.choose',
    icon: Cpu,
    when: (app) => here.send !== undefined && app.catalog.models.peek().length > 0,
    run: (app) => app.conversation.peek().chooseModel(),
    page: models,
  },
  {
    id: 'model.compare',
    group: 'page',
    label: 'compare.many',
    icon: Columns2,
    when: (app) => here.send !== undefined && app.catalog.models.peek().length > 1,
    run(app) {
      const conversation = app.conversation.peek()
      conversation.compare.marking.value = true
      conversation.chooseModel()
    },
  },
  {
    id: 'composer.focus',
    group: 'page',
    label: 'actions.focus',
    icon: TextCursorInput,
    when: () => here.send !== undefined,
    run: focusComposer,
  },
  {
    id: 'sidebar.toggle',
    group: 'page',
    label: 'actions.sidebar',
    icon: PanelLeft,
    run: (app) => app.layout.toggle(),
  },
  {
    id: 'shortcuts.open',
    group: 'page',
    label: 'keys.title',
    icon: Keyboard,
    run: (app) => only(app, 'shortcuts'),
  },
  { id: 'docs.open', group: 'page', label: 'docs.title', icon: BookOpen, run: () => navigate('/docs') },
  {
    id: 'session.end',
    group: 'page',
    label: 'user.signOut',
    icon: LogOut,
    run: (app) => void signOut(app),
  },
]

export async function signOut({ session }: App): Promise<void> {
  const fault = await session.signOut()
  if (fault) toast({ text: faultText(fault), tone: 'danger' })
}

/** Of the chat that begins; in one that has begun, a new one. */
function temporary(app: App): void {
  const now = app.conversation.peek()
  if (now.begun.peek() || app.openId.peek() !== null) {
    startNew()
    app.conversation.peek().setTemporary(true)
  } else now.setTemporary(!now.temporary.peek())
}

function models(app: App): Page {
  return { title: t('models.choose'), placeholder: t('models.find'), choices: modelChoices(app) }
}

export function modelChoices(app: App): Choice[] {
  const chosen = app.conversation.peek().pick.peek()
  const listed = app.catalog.models.peek().filter(({ hidden, gone }) => !hidden && !gone)
  return listed.map((model) => ({
    id: [model.endpoint, model.model, model.spec].join('/'),
    label: model.label,
    about: model.group ?? model.endpointLabel,
    icon: Cpu,
    checked: isSame(model, chosen),
    run: () => {
      app.conversation.peek().choose(pickOf(model))
      focusComposer()
    },
  }))
}
