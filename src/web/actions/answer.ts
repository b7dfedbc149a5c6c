/** The last answer, and the last question. */
import {
  ChevronLeft,
  ChevronRight,
  ChevronsRight,
  Copy,
  CornerDownLeft,
  FileCode,
  GitFork,
  Pencil,
  RefreshCw,
  Square,
  ThumbsUp,
} from 'lucide'
import type { CopyRange } from '../../shared/conversation.ts'
import { toClipboard } from '../clipboard.ts'
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { MessageModel } from '../models/message.ts'
import { announce } from '../ui/announce.tsx'
import { toast } from '../ui/toast.tsx'
import { forkAt } from '../views/message-more.ts'
import type { Action, Page } from './action.ts'
import { codeIn } from './fences.ts'
import { here } from './here.ts'

const lastAnswer = ({ conversation }: App): MessageModel | undefined =>
  conversation
    .peek()
    .path.peek()
    .findLast(({ role }) => role === 'assistant')

const lastQuestion = ({ conversation }: App): MessageModel | undefined =>
  conversation
    .peek()
    .path.peek()
    .findLast(({ role }) => role === 'user')

/** A conversation is on the screen. */
const isHere = () => here.toEnd !== undefined

const isRunning = ({ conversation }: App) => isHere() && conversation.peek().running.peek()

/** The last answer, when it is whole. */
function settled(app: App): MessageModel | undefined {
  const answer = isHere() ? lastAnswer(app) : undefined
  return answer?.state.peek() === 'open' ? undefined : answer
}

/** Goes on where the answer was cut. */
function canContinue(app: App): boolean {
  const answer = settled(app)
  if (!answer || app.conversation.peek().last.peek() !== answer) return false
  const state = answer.state.peek()
  const why = answer.why.peek()
  return why !== 'refused' && (state !== 'settled' || why === 'length')
}

export const ANSWER: readonly Action[] = [
  {
    id: 'answer.stop',
    group: 'answer',
    label: 'composer.stop',
    icon: Square,
    when: isRunning,
    run: (app) => app.conversation.peek().stop(),
  },
  {
    id: 'answer.interrupt',
    group: 'answer',
    label: 'keys.field.interrupt',
    icon: CornerDownLeft,
    when: (app) => isRunning(app) && app.conversation.peek().composer.text.peek().trim() !== '',
    run: () => here.send?.('interrupt'),
  },
  {
    id: 'answer.copy',
    group: 'answer',
    label: 'actions.copyAnswer',
    icon: Copy,
    when: (app) => isHere() && (lastAnswer(app)?.text() ?? '') !== '',
    run: (app) => void copy(lastAnswer(app)?.text() ?? ''),
  },
  {
    id: 'answer.copyCode',
    group: 'answer',
    label: 'actions.copyCode',
    icon: FileCode,
    when: (app) => isHere() && lastCode(app) !== undefined,
    run: (app) => void copy(lastCode(app) ?? ''),
  },
  {
    id: 'answer.regenerate',
    group: 'answer',
    label: 'message.regenerate',
    icon: RefreshCw,
    words: 'actions.words.again',
    when: (app) =>
      isHere() && !isRunning(app) && app.conversation.peek().last.peek()?.delivery.peek() === 'sent',
    run: (app) => {
      const last = app.conversation.peek().last.peek()
      if (last) app.conversation.peek().regenerate(last)
    },
  },
  {
    id: 'answer.continue',
    group: 'answer',
    label: 'message.continue',
    icon: ChevronsRight,
    when: canContinue,
    run: (app) => app.conversation.peek().resume(lastAnswer(app)!),
  },
  {
    id: 'question.edit',
    group: 'answer',
    label: 'actions.editLast',
    icon: Pencil,
    when: (app) => isHere() && !isRunning(app) && lastQuestion(app) !== undefined,
    run: (app) => here.edit?.(lastQuestion(app)!),
  },
  {
    id: 'answer.previous',
    group: 'answer',
    label: 'message.previous',
    icon: ChevronLeft,
    when: (app) => version(app, -1) !== undefined,
    run: (app) => select(app, -1),
  },
  {
    id: 'answer.next',
    group: 'answer',
    label: 'message.next',
    icon: ChevronRight,
    when: (app) => version(app, 1) !== undefined,
    run: (app) => select(app, 1),
  },
  {
    id: 'answer.fork',
    group: 'answer',
    label: 'message.fork',
    icon: GitFork,
    words: 'actions.words.fork',
    when: (app) => settled(app)?.delivery.peek() === 'sent',
    page: forks,
  },
  {
    id: 'answer.good',
    group: 'answer',
    label: 'message.feedback.up',
    icon: ThumbsUp,
    when: (app) => settled(app) !== undefined && settled(app)?.feedback.peek()?.rating !== 'up',
    run: (app) => app.conversation.peek().judge(lastAnswer(app)!, { rating: 'up' }),
  },
]

function forks(app: App): Page {
  const choice = (id: string, label: string, extent: CopyRange['extent'], start: boolean) => ({
    id,
    label,
    icon: GitFork,
    run: () => {
      const answer = settled(app)
      if (answer) void forkAt(app.conversation.peek(), answer, extent, start)
    },
  })
  return {
    title: t('message.fork'),
    placeholder: t('actions.find'),
    choices: [
      choice('path', t('message.fork.path'), 'path', false),
      choice('branches', t('message.fork.branches'), 'branches', false),
      choice('all', t('message.fork.all'), 'all', false),
    ],
  }
}

async function copy(text: string): Promise<void> {
  const worked = await toClipboard(text)
  const words = t(worked ? 'message.copied' : 'message.copyFailed')
  announce(words)
  toast({ text: words, ...(!worked && { tone: 'danger' as const }) })
}

/** The last block of code of the last answer that has one. */
function lastCode({ conversation }: App): string | undefined {
  for (const message of conversation.peek().path.peek().toReversed()) {
    if (message.role !== 'assistant') continue
    const code = codeIn(message.text()).at(-1)
    if (code !== undefined) return code
  }
  return undefined
}

/** The version before or after the one that is shown, of the last message that has several. */
function version(app: App, step: 1 | -1): { message: MessageModel; to: string } | undefined {
  if (!isHere()) return undefined
  const conversation = app.conversation.peek()
  const message = conversation.path.peek().findLast((one) => conversation.versions(one).length > 1)
  if (!message) return undefined
  const versions = conversation.versions(message)
  const to = versions[versions.indexOf(message.id) + step]
  return to === undefined ? undefined : { message, to }
}

function select(app: App, step: 1 | -1): void {
  const other = version(app, step)
  if (other) here.select?.(other.message, other.to)
}
