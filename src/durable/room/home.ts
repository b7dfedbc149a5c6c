/**
 * [PR1] The project that a conversation is in, as its person's object tells: by itself when that changes, and with the
 * instructions when a model is about to be asked. A conversation in no project asks nobody.
 */
import type { Setup } from '../../shared/setup.ts'
import type { Chunk } from '../providers/spec.ts'
import type { Guidance, Placed } from '../rpc.ts'
import type { Store } from './store.ts'

/** As it was told last. `clock` is of the person's object, so that late news is known as such. */
export type Home = Placed & { instructions: string }

export const NO_HOME: Home = { project: null, clock: 0, instructions: '' }

/** [PR2] Ms an answer waits for the instructions of its project. */
const PATIENCE_MS = 2000

/** The person's object says where the conversation is. */
export function settleHome(store: Store, told: Placed | Guidance): void {
  const { head } = store
  const known = head?.home
  if (!known || told.clock < known.clock) return
  const same = told.project === known.project
  const instructions = 'instructions' in told ? told.instructions : same ? known.instructions : ''
  const next: Home = { project: told.project, clock: told.clock, instructions }
  // That nothing changed needs no disk; it is enough to know later what is older than this.
  if (same && next.instructions === known.instructions) head.home = next
  else store.moveTo(next)
}

/** Asks the model with the instructions of the project, which are asked for first. */
export async function* askFromHome(
  store: Store,
  /** Asks the person's object. */
  guidance: (project: string) => Promise<Guidance | null>,
  ask: (setup: Setup) => AsyncIterable<Chunk[]>,
  signal: AbortSignal,
): AsyncGenerator<Chunk[]> {
  const { project } = store.head?.home ?? NO_HOME
  if (project !== null) {
    const told = await Promise.race([guidance(project).catch(() => null), patience()])
    if (told) settleHome(store, told)
  }
  if (!signal.aborted) yield* ask(setupAtHome(store))
}

/** What the project says comes before what the conversation says. */
export function setupAtHome(store: Store): Setup {
  const { setup = {}, home = NO_HOME } = store.head ?? {}
  if (!home.instructions) return setup
  return { ...setup, instructions: [home.instructions, setup.instructions].filter(Boolean).join('\n\n') }
}

function patience(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS))
}
