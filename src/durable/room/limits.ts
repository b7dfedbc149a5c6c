/** What one person may ask for in a while, counted where the operator limits it: messages, and files with them. */
import { type Fault, ok, type Result } from '../../shared/errors.ts'
import { filesOf } from '../../shared/parts.ts'
import type { ClientFrame } from '../../shared/protocol.ts'
import type { Caller, Sending } from '../rpc.ts'
import type { Store } from './store.ts'

/** `messages`: answers that are asked for, each of several models counts. */
export type Taken = { messages: number; files: number }

/** Counts it; the refusal, where it is too much. */
export type Limits = (caller: Caller, taken: Taken) => Promise<Fault | null>

/** What a frame takes; null: nothing. One that comes again was counted. */
export function takenBy(store: Store, frame: ClientFrame): Taken | null {
  switch (frame.t) {
    case 'send':
      return store.has(frame.id) ? null : takenBySending(frame)
    case 'regenerate':
      return store.has(frame.reply) ? null : { messages: 1 + (frame.also?.length ?? 0), files: 0 }
    case 'continue':
      return { messages: 1, files: 0 }
    default:
      return null
  }
}

export function takenBySending({ also = [], parts }: Pick<Sending, 'also' | 'parts'>): Taken {
  return { messages: 1 + also.length, files: filesOf(parts).length }
}

/** What cannot be counted is better taken than lost. */
export async function counted(limits: Limits | null, caller: Caller, taken: Taken): Promise<Result<null>> {
  const fault = await limits?.(caller, taken).catch(() => null)
  return fault ? { ok: false, fault } : ok(null)
}
