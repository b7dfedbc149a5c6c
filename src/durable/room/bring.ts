/**
 * Copies a message, or a question with its answer, to the end of another branch [BG1]. Nobody is asked anything: what was
 * said stands where it is wanted, under ids of its own.
 */
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Message } from '../../shared/message.ts'
import type { Caller } from '../rpc.ts'
import type { Answers } from './answers.ts'
import type { Compare } from './compare.ts'
import type { Fanout } from './fanout.ts'
import type { Files } from './files.ts'
import type { Queue } from './queue.ts'
import type { Store } from './store.ts'

export type BringHost = {
  store: Store
  fanout: Fanout
  answers: Answers
  compare: Compare
  queue: Queue
  files: Files
  now(): number
  /** The library has something to hear. */
  tell(soon: boolean): void
}

/** `of` is copied under the new name `id`. */
export type Brought = { of: string; id: string }

const MISSING = fail('bad_request', 'that message is not in this conversation')

export function bring(
  host: BringHost,
  caller: Caller,
  parent: string,
  items: readonly Brought[],
): Result<null> {
  const { store, fanout, answers, compare, queue, files, now, tell } = host
  const ids = items.map(({ id }) => id)
  // It was sent again: what was brought is here, or was deleted since.
  if (store.has(ids[0] as string)) return ok(null)
  if (new Set(ids).size < ids.length || ids.some((id) => store.has(id) || queue.has(id)))
    return fail('conflict', 'a copy needs an id of its own')
  const above = store.message(parent)
  const sources = items.map(({ of }) => store.message(of))
  if (!above || !isChain(sources)) return MISSING
  if ([above, ...sources].some(({ state }) => state === 'open'))
    return fail('busy', 'the answer is still being written')
  // [CM4] To go on from one of several answers ends the others.
  const rivals = compare.rivals(above)
  const { decided, copies } = store.write(caller.user, now(), (clock) => {
    const decided = compare.goOn(above, clock)
    let at = parent
    const copies = sources.map((source, n) => {
      const copy = copyOf(source, ids[n] as string, at, now(), clock)
      at = copy.id
      return copy
    })
    const [top] = copies as [Message]
    const fork = store.firstChild(parent) !== undefined
    for (const copy of copies) {
      store.insert(copy)
      files.write(copy.id, copy.parts, now())
    }
    if (fork) store.choose(caller.user, parent, top.id)
    store.setLeaf(caller.user, at)
    if (rivals.length > 0) queue.follow(rivals, at)
    store.touch(now())
    return { decided, copies }
  })
  const put = { t: 'put' as const, clock: store.clock, messages: [...decided, ...copies] }
  const leaf = ids.at(-1) as string
  fanout.frame({ ...put, leaf }, (session) => session.caller.user === caller.user)
  fanout.frame(put, (session) => session.caller.user !== caller.user)
  for (const rival of rivals) answers.stop(rival)
  if (rivals.length > 0) queue.tell()
  tell(false)
  return ok(null)
}

/** Each follows the one before it. */
function isChain(messages: readonly (Message | undefined)[]): messages is Message[] {
  return messages.every(
    (message, n) => message !== undefined && (n === 0 || message.parent === messages[n - 1]?.id),
  )
}

/** What was said, by whom, and how it ended; not what it cost, nor what somebody thought of it there. */
function copyOf(
  { role, state, parts, pick, why, fault }: Message,
  id: string,
  parent: string,
  created: number,
  clock: number,
): Message {
  const ending = { ...(pick && { pick }), ...(why && { why }), ...(fault && { fault }) }
  return { id, parent, role, state, parts, created, clock, ...ending }
}
