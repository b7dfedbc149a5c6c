/**
 * What the model is asked: the path that leads to a reply, newest turns first into the budget, read in windows. A cut
 * falls between turns, and what is left always begins with a message of the user. Where a message on the path has a
 * summary, that stands for it and for everything above it.
 */
import { budgetOf, type ContextUse, countedUse } from '../../shared/context.ts'
import type { Message, Pick } from '../../shared/message.ts'
import { filesOf, type Part, textOf } from '../../shared/parts.ts'
import type { Setup } from '../../shared/setup.ts'
import { estimateTokens } from '../../shared/tokens.ts'
import type { Call } from '../providers/spec.ts'
import { first } from '../sql.ts'
import { type Files, fenced } from './files.ts'
import type { Store } from './store.ts'
import { windowAt } from './window.ts'

/** Said in the user's name when a reply is to go on, because only some vendors accept a prefilled answer. */
const CONTINUE =
  'Your last answer was cut off. Continue exactly where it stopped, from the very next character. Do not repeat anything and do not comment on the interruption.'

const SUMMARY = 'Summary of our conversation so far, in place of its earlier messages:'

/** Messages of the last two exchanges. */
const RECENT = 4

type Turn = { role: Message['role']; parts: readonly Part[] }

/** What decides over a context besides the messages. */
export type About = {
  pick: Pick
  setup: Setup
  /** The message that the path ends with, where it is at hand and perhaps not stored yet. */
  question?: Message | undefined
  /** Tokens that the model holds, where that is known. */
  window: number | undefined
  /** Tokens that something else takes. */
  taken?: number
}

export type Plan = {
  /** Newest first, as they are stored. */
  messages: Message[]
  turns: Turn[]
  use: Omit<ContextUse, 'left'>
  /** The message above the first that goes along, when it does not. */
  above: string | null
}

/**
 * The call for `reply`, whose parent is `question` where that is at hand (and perhaps not stored yet; `setup` is then what
 * comes with it). When it holds text already, the model is asked to go on.
 */
export function callFor(
  store: Store,
  files: Files,
  reply: Message,
  pick: Pick,
  question?: Message,
  setup: Setup = store.head?.setup ?? {},
  window?: number,
): Call {
  const { instructions, options } = setup
  const last: Turn[] = []
  const continues = textOf(reply.parts) !== ''
  if (continues) {
    last.push(
      { role: 'assistant', parts: reply.parts },
      { role: 'user', parts: [{ type: 'text', text: CONTINUE }] },
    )
  }
  const taken = last.reduce((sum, turn) => sum + tokensOf(turn.parts), 0)
  const { turns } = planOf(store, files, reply.parent, { pick, setup, question, window, taken })
  return {
    model: pick.model,
    turns: joined([...turns, ...last]),
    ...(instructions?.trim() && { system: instructions }),
    ...(options && { options }),
    ...(continues && { continues }),
  }
}

/** What goes along with a message after `from`: everything that asks a model is planned here, and so is what is shown. */
export function planOf(store: Store, files: Files, from: string | null, about: About): Plan {
  const { setup, question, window, taken = 0 } = about
  const limits = budgetOf(setup.options ?? {}, window)
  const instructions = estimateTokens(setup.instructions?.trim() ?? '')
  const use = { instructions, summary: 0, earlier: 0, recent: 0, files: 0 }
  const [messages, turns, cut]: [Message[], Turn[], string[]] = [[], [], []]
  let left = limits.budget - instructions - taken
  let above: string | null = null
  let held: string | null = null
  for (const message of ancestors(store, from, question)) {
    if (message.summary) {
      const text = `${SUMMARY}\n\n${message.summary.text}`
      use.summary = estimateTokens(text)
      turns.push({ role: 'user', parts: [{ type: 'text', text }] })
      break
    }
    // [HB1] What was held back once is not sent along later.
    if (message.fault?.code === 'filtered') held = message.parent
    if (message.parts.length === 0 || message.id === held) continue
    const words = tokensOf(message.parts)
    const attached = filesOf(message.parts).reduce((sum, { id }) => sum + files.tokens(id), 0)
    if (words + attached > left && messages.length > 0) {
      above = message.id
      break
    }
    const counted = Math.max(0, Math.min(attached, left - words))
    left -= words + counted
    use.files += counted
    use[messages.length < RECENT ? 'recent' : 'earlier'] += words
    messages.push(message)
    turns.push({ role: message.role, parts: withFiles(message.parts, files, counted, cut) })
  }
  if (use.summary === 0) {
    while (turns.at(-1)?.role === 'assistant') {
      turns.pop()
      const dropped = messages.pop() as Message
      above = dropped.id
      use[messages.length < RECENT ? 'recent' : 'earlier'] -= tokensOf(dropped.parts)
    }
  }
  const begin = above === null ? null : (messages.at(-1)?.id ?? null)
  return {
    messages,
    turns: turns.reverse(),
    use: { ...use, ...limits, ...(window !== undefined && { window }), first: begin, cut },
    above,
  }
}

/**
 * The plan as a person is told of it: where the model that is asked wrote the last answer, as its vendor counted. What it
 * thought does not go along again.
 */
export function useOf(store: Store, { use, above }: Plan, last: Message | undefined, pick: Pick): ContextUse {
  const left = above === null ? 0 : lengthOf(store, above)
  const { usage, state, summary, by, edited } = last ?? {}
  const own = last?.pick?.endpoint === pick.endpoint && last.pick.model === pick.model
  const counts = own && usage && !summary && !by && !edited && state === 'settled' && above === null
  if (!counts) return { ...use, left }
  return { ...countedUse(use, usage.input + usage.output - (usage.thinking ?? 0)), left }
}

/** Messages on the path that ends with `id`. */
function lengthOf(store: Store, id: string): number {
  const row = first<{ n: number }>(
    store.sql,
    `WITH RECURSIVE up (id) AS (
       SELECT ? UNION ALL SELECT m.parent FROM up JOIN message m ON m.id = up.id WHERE m.parent <> ''
     ) SELECT count(*) AS n FROM up`,
    id,
  )
  return row?.n ?? 0
}

/** From `id` upwards, a window at a time. */
export function* ancestors(store: Store, id: string | null, question?: Message): Generator<Message> {
  let from = id
  if (question && question.id === id) {
    yield question
    from = question.parent
  }
  while (from !== null) {
    const { path } = windowAt(store, from)
    for (const message of path.toReversed()) yield message
    from = path[0]?.parent ?? null
  }
}

/** The parts with what is in their files, in `budget` tokens. Names of those that did not fit go to `cut`. */
function withFiles(parts: readonly Part[], files: Files, budget: number, cut: string[]): Part[] {
  let left = budget
  return parts.map((part) => {
    if (part.type !== 'file') return part
    const whole = files.tokens(part.id)
    const share = whole <= left ? 1 : left / whole
    left -= Math.min(whole, left)
    if (share < 1) cut.push(part.name)
    return { type: 'text', text: fenced(part.name, files.text(part.id), share) }
  })
}

/** Neighbours of the same role become one turn: vendors refuse two in a row, and a failed reply leaves such a gap. */
function joined(turns: Turn[]): Turn[] {
  const result: Turn[] = []
  for (const turn of turns) {
    const last = result.at(-1)
    if (last?.role === turn.role)
      result[result.length - 1] = { ...last, parts: [...last.parts, ...turn.parts] }
    else result.push(turn)
  }
  return result
}

function tokensOf(parts: readonly { type: string }[]): number {
  return estimateTokens(textOf(parts))
}
