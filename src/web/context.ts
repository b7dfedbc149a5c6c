/** Builds the models of the page in the order in which they need each other. Nothing else says `new XModel`. */
import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { BootData, PublicConfig } from '../shared/boot.ts'
import { today } from './i18n/clock.ts'
import { type Beginning, createBeginning } from './models/beginning.ts'
import { CatalogModel } from './models/catalog.ts'
import { type ConversationModel, createConversation } from './models/conversation.ts'
import { createKeptOpen } from './models/kept-open.ts'
import { createKeys, type KeysModel } from './models/keys.ts'
import { LayoutModel } from './models/layout.ts'
import { LibraryModel } from './models/library.ts'
import { GroupsModel } from './models/library-groups.ts'
import { foretold } from './models/library-kept.ts'
import { SelectionModel } from './models/library-selection.ts'
import { PreferencesModel } from './models/preferences.ts'
import { createPresets, type PresetsModel } from './models/presets.ts'
import { createPromptsLater, type PromptsLater } from './models/prompts-later.ts'
import { SessionModel } from './models/session.ts'
import { ShelvesModel } from './models/shelves.ts'
import { UserLinkModel } from './models/user-link.ts'
import { renew } from './net/renew.ts'
import { navigate, route, sought } from './route.ts'

/** What every page has, also before the door. */
export type Door = { config: PublicConfig; session: SessionModel; preferences: PreferencesModel }

/** What a signed-in page has. */
export type App = Door & {
  keys: KeysModel
  layout: LayoutModel
  library: LibraryModel
  groups: GroupsModel
  shelves: ShelvesModel
  selection: SelectionModel
  catalog: CatalogModel
  prompts: PromptsLater
  presets: PresetsModel
  /** What a new conversation begins with now. */
  beginning: ReadonlySignal<Beginning>
  link: UserLinkModel
  /** The conversation that the address names; null for one that has not begun. */
  openId: ReadonlySignal<string | null>
  conversation: ReadonlySignal<ConversationModel>
  /** Those that stay connected, the one on the screen among them. */
  conversations: ReadonlySignal<readonly ConversationModel[]>
  /** Somebody is about to open this one. */
  expect(id: string): void
  /** Connects to a conversation beside those. Whoever asked ends it. */
  visit(id: string): ConversationModel
}

export const DoorContext = createContext<Door | null>(null)
export const AppContext = createContext<App | null>(null)

export function useDoor(): Door {
  const door = useContext(DoorContext)
  if (!door) throw new Error('this view is drawn outside of the page')
  return door
}

/** For views behind the door. */
export function useApp(): App {
  const app = useContext(AppContext)
  if (!app) throw new Error('this view needs somebody who is signed in')
  return app
}

export type SignedInBoot = Extract<BootData, { session: unknown }>

export function buildDoor(boot: Exclude<BootData, SignedInBoot>): Door {
  return {
    config: boot.config,
    session: new SessionModel({ user: null, expires: 0 }),
    preferences: new PreferencesModel({ stored: null, send: () => false }),
  }
}

export function buildApp(boot: SignedInBoot): App {
  const session = new SessionModel({ user: boot.user, expires: boot.session.expires })
  const preferences = new PreferencesModel({
    stored: boot.preferences,
    // A change before the link stands is kept and sent when it opens.
    send: (set) => link.send({ t: 'preferences', set }),
  })
  const keys = createKeys({ preferences })
  const layout = new LayoutModel()
  const library: LibraryModel = new LibraryModel({
    ...boot.library,
    // An act before the link stands is kept and sent when it opens.
    send: (frame) => link.send(frame),
    projects: () => shelves.projects.value,
  })
  const shelves = new ShelvesModel({ ...boot.shelves, pending: () => library.pending })
  const groups = new GroupsModel({ ordered: library.ordered, today, filter: library.filter })
  const selection = new SelectionModel({ ordered: library.ordered, filter: library.filter })
  const catalog = new CatalogModel({ ...boot.catalog, preferences })
  const openId = computed(() => (route.value.page === 'chat' ? route.value.id : null))
  const link = new UserLinkModel({
    library,
    shelves,
    looks: computed(() => (layout.visible.value ? openId.value : null)),
    preferences,
    models: catalog.take,
    presets: () => presets,
    ended: session.end,
  })
  const prompts = createPromptsLater({ link, library })

  const presets: PresetsModel = createPresets({
    standard: boot.preset ?? null,
    library,
    send: (frame) => link.send(frame),
  })
  const beginning = createBeginning({ library, shelves, presets })

  const visit = (id: string | null) =>
    createConversation({
      id,
      catalog,
      renew,
      ...(id === null && { beginning }),
      started: (begun) => {
        library.begin(begun)
        if (!link.online.peek()) foretold([begun]).forEach(library.foresee)
        navigate(`/c/${begun}`, 'replace')
      },
    })
  const { open, expect, all: conversations } = createKeptOpen(visit)
  const conversation = signal(open(openId.peek()))
  effect(() => {
    const id = openId.value
    conversation.value = untracked(() => open(id))
  })
  effect(() => {
    const message = sought.value
    if (message === null || openId.peek() === null) return
    untracked(() => conversation.peek().seek(message))
    // Only once: a reload shows what was looked at last.
    queueMicrotask(() => navigate(location.pathname + location.hash, 'replace'))
  })
  return {
    config: boot.config,
    session,
    preferences,
    keys,
    layout,
    library,
    groups,
    shelves,
    selection,
    catalog,
    prompts,
    presets,
    beginning,
    link,
    openId,
    conversation,
    conversations,
    expect,
    visit,
  }
}
