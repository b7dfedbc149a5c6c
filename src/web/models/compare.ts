/**
 * Several models beside each other: who is asked, the answers that stand in columns, and which of them one goes on from.
 * Who is asked is remembered in this browser for each conversation; everything else is told by the server.
 */
import { batch, computed, signal } from '@preact/signals'
import { compares, type EVEN, MAX_COMPARED } from '../../shared/comparison.ts'
import type { Pick } from '../../shared/message.ts'
import type { ClientFrame } from '../../shared/protocol.ts'
import { keep, recall } from '../storage.ts'
import { type CatalogModel, isSame } from './catalog.ts'
import type { Tree } from './conversation-tree.ts'
import type { MessageModel } from './message.ts'

export type CompareDeps = {
  /** The conversation, or `new`. */
  key: string
  tree: Tree
  catalog: CatalogModel
  post: (frame: ClientFrame) => void
}

/** Answers in columns, and what they answer. */
export type Columns = { question: MessageModel; columns: readonly MessageModel[] }

export type CompareModel = ReturnType<typeof createCompare>

const KEY = 'parley.compare'
/** Conversations of which is remembered who is asked. */
const MAX_REMEMBERED = 20

export function createCompare({ key, tree, catalog, post }: CompareDeps) {
  let name = key
  const chosen = signal<readonly Pick[]>(remembered()[name] ?? [])
  /** The models that are asked together: none, or two and more. */
  const picks = computed<readonly Pick[]>(() => {
    const offered = chosen.value.filter((pick) => catalog.find(pick))
    return offered.length > 1 ? offered : []
  })
  /** The list of models opens for marking several. */
  const marking = signal(false)
  /** The column that the reader was in last. */
  const focused = signal<string | null>(null)
  /** A question whose decided comparison is looked at again. */
  const review = signal<string | null>(null)

  /** What is compared at the end of the path and not decided yet. */
  const current = computed<Columns | null>(() => {
    const [question, end] = tree.path.value.slice(-2)
    const comparison = question?.comparison.value
    if (!question || !end || !compares(comparison, end.id)) return null
    const columns = tree.known(comparison.replies)
    return columns.length > 1 ? { question, columns } : null
  })
  /** The answer that a further message follows: where the reader is, else the first that is complete. */
  const front = computed<MessageModel | null>(() => {
    const columns = current.value?.columns
    if (!columns) return null
    const here = columns.find(({ id }) => id === focused.value)
    return here ?? columns.find(({ state }) => state.value === 'settled') ?? columns[0]!
  })

  function ask(models: readonly Pick[]): void {
    chosen.value = models.slice(0, MAX_COMPARED)
    remember(name, models.length > 1 ? chosen.peek() : null)
  }

  return {
    picks,
    marking,
    current,
    front,
    review,

    /** These are asked together from now on; fewer than two: one at a time again. */
    ask,

    drop(pick: Pick): void {
      ask(picks.peek().filter((one) => !isSame(one, pick)))
    },

    /** The reader is in this column. */
    focus(reply: MessageModel): void {
      focused.value = reply.id
    },

    /** The answers that were given to `question` beside each other, as many as are here. */
    columnsOf(question: MessageModel): readonly MessageModel[] {
      return tree.known(question.comparison.value?.replies ?? [])
    },

    /** The question of which this is a compared answer, when the comparison is decided. */
    decidedBy(reply: MessageModel): MessageModel | null {
      const question = reply.parent === null ? undefined : tree.get(reply.parent)
      const comparison = question?.comparison.value
      return question && comparison?.chosen && comparison.replies.includes(reply.id) ? question : null
    },

    /** The question whose columns stand where this answer would. */
    drawnFor(reply: MessageModel): MessageModel | null {
      const now = current.value
      if (now?.columns.includes(reply)) return now.question
      return review.value !== null && review.value === reply.parent ? (tree.get(reply.parent) ?? null) : null
    },

    /** Shows a decided comparison once more; null: no more. */
    look(question: MessageModel | null): void {
      review.value = question?.id ?? null
      const replies = question?.comparison.peek()?.replies ?? []
      for (const from of replies) if (!tree.get(from)) post({ t: 'page', from, count: 1 })
    },

    /** Goes on from this one; the others stay as versions of it. */
    choose(question: MessageModel, reply: MessageModel): void {
      const comparison = question.comparison.peek()
      if (!comparison) return
      batch(() => {
        const { verdict = 'better' } = comparison
        question.comparison.value = { ...comparison, chosen: reply.id, verdict }
        review.value = null
        focused.value = null
        tree.show(tree.below(reply.id))
      })
      post({ t: 'choose', of: question.id, reply: reply.id })
    },

    /** None is better; the same again takes it back. */
    vote(question: MessageModel, even: (typeof EVEN)[number]): void {
      const comparison = question.comparison.peek()
      if (!comparison) return
      const verdict = comparison.verdict === even ? null : even
      const { verdict: _, ...rest } = comparison
      const back = rest.chosen === undefined ? {} : { verdict: 'better' as const }
      question.comparison.value = verdict ? { ...rest, verdict } : { ...rest, ...back }
      post({ t: 'vote', of: question.id, verdict })
    },

    /** The conversation has a name of its own now. */
    moveTo(to: string): void {
      const models = chosen.peek()
      remember(name, null)
      name = to
      if (models.length > 1) remember(name, models)
    },
  }
}

function remember(name: string, models: readonly Pick[] | null): void {
  const { [name]: _, ...others } = remembered()
  const kept = Object.entries(others).slice(1 - MAX_REMEMBERED)
  keep(KEY, JSON.stringify(Object.fromEntries(models ? [...kept, [name, models]] : kept)))
}

function remembered(): Record<string, readonly Pick[]> {
  try {
    const stored: unknown = JSON.parse(recall(KEY) ?? '{}')
    if (typeof stored !== 'object' || stored === null) return {}
    return Object.fromEntries(Object.entries(stored).filter(([, models]) => Array.isArray(models)))
  } catch {
    // holds something that is not ours
    return {}
  }
}
