/**
 * What the model is asked: the path that leads to a reply, newest turns first into the budget, read in windows. A cut
 * falls between turns, and what is left always begins with a message of the user. Where a message on the path has a
 * summary, that stands for it and for everything above it.
 */
import { budgetOf, type ContextUse, countedUse } from '../../shared/context.ts'
import { carriedBytes, givesTo, MAX_MEDIA_SENT, mediaOf } from '../../shared/media.ts'
import type { Message, Pick } from '../../shared/message.ts'
import { type FilePart, filesOf, type Part, textOf } from '../../shared/parts.ts'
import type { FileRules, ModelFacts, Takes } from '../../shared/prices.ts'
import type { Options, Setup } from '../../shared/setup.ts'
import { estimateTokens } from '../../shared/tokens.ts'
import { leftOut } from '../providers/media.ts'
import type { Call, Input } from '../providers/spec.ts'
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

/** Pictures, documents and sounds in one request: vendors take little more. */
const MAX_MEDIA_COUNT = 20

type Turn<P = Part> = { role: Message['role']; parts: readonly P[] }

/** What decides over a context besides the messages. */
export type About = {
  pick: Pick
  setup: Setup
  /** The message that the path ends with, where it is at hand and perhaps not stored yet. */
  question?: Message | undefined
  /** What is known of the model. */
  facts: ModelFacts & FileRules
  /** Tokens that something else takes. */
  taken?: number
}

export type Plan = {
  /** Newest first, as they are stored. */
  messages: Message[]
  turns: Turn[]
  /** How much of each file goes along, from 0 to 1. What is not here went along with its own message, and only then [FI3]. */
  shares: ReadonlyMap<FilePart, number>
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
  facts: About['facts'] = {},
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
  const plan = planOf(store, files, reply.parent, { pick, setup, question, facts, taken })
  const turns = plan.turns.map((turn) => ({ ...turn, parts: filled(turn.parts, plan.shares, files) }))
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
  const { setup, question, taken = 0 } = about
  const { context: window, takes, ...rules } = about.facts
  const limits = budgetOf(setup.options ?? {}, window)
  const instructions = estimateTokens(setup.instructions?.trim() ?? '')
  const use = { instructions, summary: 0, earlier: 0, recent: 0, files: 0 }
  const [messages, turns]: [Message[], Turn[]] = [[], []]
  const shares = new Map<FilePart, number>()
  const { resendFiles = rules.resendFiles ?? true, fileTokens = rules.fileTokens ?? files.most } =
    setup.options ?? {}
  const gives = (kind: Takes) => givesTo(about.pick.endpoint, takes, kind)
  const room: Left = {
    tokens: fileTokens,
    gives,
    media: [MAX_MEDIA_SENT, MAX_MEDIA_COUNT],
    other: [MAX_MEDIA_SENT, MAX_MEDIA_COUNT],
  }
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
    // The question itself is the first; where the next one is still being written, that is an answer.
    const sent = resendFiles || messages.length === 0 ? filesOf(message.parts) : []
    const attached = share(sent, files, Number.MAX_SAFE_INTEGER, copied(room), new Map())
    if (words + attached > left && messages.length > 0) {
      above = message.id
      break
    }
    const counted = share(sent, files, Math.max(0, left - words), room, shares)
    left -= words + counted
    use.files += counted
    use[messages.length < RECENT ? 'recent' : 'earlier'] += words
    messages.push(message)
    turns.push({ role: message.role, parts: message.parts })
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
    shares,
    use: {
      ...{ ...use, ...limits, ...(window !== undefined && { window }), first: begin },
      ...unsent(shares),
    },
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

/**
 * Says how much of each file of a message goes along, in `budget` tokens, which the files take in their order; returns the
 * tokens that they take. Text is cut at its end [FI1], anything else goes whole or not at all [FI2].
 */
function share(
  parts: readonly FilePart[],
  files: Files,
  budget: number,
  room: Left,
  shares: Map<FilePart, number>,
): number {
  let left = budget
  for (const part of parts) {
    const kind = mediaOf(part.mime)
    const given = !kind || room.gives(kind)
    const tokens = given ? files.tokens(part) : 0
    const most = Math.min(left, mostOf(part, room))
    let goes = tokens <= most ? 1 : most / tokens
    if (kind) {
      const amount = given ? room.media : room.other
      const bytes = carriedBytes(part)
      goes = bytes > amount[0] || amount[1] === 0 ? 0 : Math.floor(goes)
      amount[0] -= goes * bytes
      amount[1] -= goes
    }
    shares.set(part, goes)
    left -= Math.floor(tokens * goes)
  }
  return budget - left
}

/** Tokens of the files of a message, as far as they go along; `newest`: it is what the model is asked. */
export function tokensOfFiles(
  files: Files,
  { parts }: Message,
  newest: boolean,
  { resendFiles = true, fileTokens: tokens = files.most }: Options,
): number {
  if (!resendFiles && !newest) return 0
  return filesOf(parts).reduce((sum, part) => sum + Math.min(files.tokens(part), mostOf(part, { tokens })), 0)
}

/**
 * What one request still takes of media, in bytes and files, and tokens that it takes of each file of text. What the model
 * is not given takes no room from what it is: its place is taken by a few words, unless another model answers instead.
 */
type Left = {
  tokens: number
  gives(kind: Takes): boolean
  media: [bytes: number, count: number]
  other: [bytes: number, count: number]
}

const copied = (room: Left): Left => ({ ...room, media: [...room.media], other: [...room.other] })

const mostOf = ({ mime }: FilePart, { tokens }: { tokens: number }): number =>
  mediaOf(mime) ? Number.POSITIVE_INFINITY : tokens

/** Names of files that do not go along whole. */
function unsent(shares: Plan['shares']): { cut: string[]; out?: string[] } {
  const short = [...shares].flatMap(([part, share]) => (share < 1 ? [part] : []))
  const out = short.filter(({ mime }) => mediaOf(mime)).map(({ name }) => name)
  const cut = short.filter(({ mime }) => !mediaOf(mime)).map(({ name }) => name)
  return { cut, ...(out.length > 0 && { out }) }
}

/** The parts with what is in their files. */
function filled(parts: readonly Part[], shares: Plan['shares'], files: Files): Input[] {
  return parts.map((part): Input => {
    if (part.type !== 'file') return part
    const { id, name, mime } = part
    const share = shares.get(part)
    if (share === undefined) return leftOut(name, 'it was sent with its message, and only then')
    if (!mediaOf(mime)) return { type: 'text', text: fenced(name, files.text(id), share) }
    if (share === 0) return leftOut(name, 'there was no room for it')
    return { type: 'media', mime, name, data: files.text(id) }
  })
}

/** Neighbours of the same role become one turn: vendors refuse two in a row, and a failed reply leaves such a gap. */
function joined(turns: Turn<Input>[]): Turn<Input>[] {
  const result: Turn<Input>[] = []
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
