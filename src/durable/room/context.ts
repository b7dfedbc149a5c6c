/**
 * What the model is asked: the path that leads to a reply, newest turns first into the budget, read in windows. A cut
 * falls between turns, and what is left always begins with a message of the user.
 */
import type { Message, Pick } from '../../shared/message.ts'
import { textOf } from '../../shared/parts.ts'
import type { Setup } from '../../shared/setup.ts'
import { estimateTokens } from '../../shared/tokens.ts'
import type { Call } from '../providers/spec.ts'
import type { Store } from './store.ts'
import { windowAt } from './window.ts'

/** Tokens of history that are sent. Every current hosted model takes this much; larger windows cost the user money. */
export const CONTEXT_TOKENS = 100_000

/** Said in the user's name when a reply is to go on, because only some vendors accept a prefilled answer. */
const CONTINUE =
  'Your last answer was cut off. Continue exactly where it stopped, from the very next character. Do not repeat anything and do not comment on the interruption.'

type Turn = Call['turns'][number]

/**
 * The call for `reply`, whose parent is `question` where that is at hand (and perhaps not stored yet; `setup` is then what
 * comes with it). When it holds text already, the model is asked to go on.
 */
export function callFor(
  store: Store,
  reply: Message,
  pick: Pick,
  question?: Message,
  setup: Setup = store.head?.setup ?? {},
): Call {
  const turns: Turn[] = []
  const { instructions, options } = setup
  let left = (options?.contextTokens ?? CONTEXT_TOKENS) - estimateTokens(instructions ?? '')
  const continues = textOf(reply.parts) !== ''
  if (continues) {
    turns.push({ role: 'user', parts: [{ type: 'text', text: CONTINUE }] }, turnOf(reply))
    left -= turns.reduce((sum, turn) => sum + tokensOf(turn), 0)
  }
  for (const message of ancestors(store, reply.parent, question)) {
    if (message.parts.length === 0) continue
    const turn = turnOf(message)
    left -= tokensOf(turn)
    if (left < 0 && turns.length > 0) break
    turns.push(turn)
  }
  while (turns.at(-1)?.role === 'assistant') turns.pop()
  return {
    model: pick.model,
    turns: joined(turns.reverse()),
    ...(instructions?.trim() && { system: instructions }),
    ...(options && { options }),
    ...(continues && { continues }),
  }
}

/** From `id` upwards, a window at a time. */
function* ancestors(store: Store, id: string | null, question?: Message): Generator<Message> {
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

function turnOf(message: Message): Turn {
  return { role: message.role, parts: message.parts }
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

function tokensOf(turn: Turn): number {
  return estimateTokens(textOf(turn.parts))
}
