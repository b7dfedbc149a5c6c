/**
 * How the open conversation asks, while somebody changes it. What is changed shows at once and is sent when the hand rests:
 * a slider that is drawn would otherwise send a hundred times.
 */
import { computed, signal } from '@preact/signals'
import type { Options, Setup } from '../../shared/setup.ts'
import type { ConversationModel } from './conversation.ts'

/** Ms of rest. */
const REST_MS = 400

export type Tuning = ReturnType<typeof createTuning>

export function createTuning(conversation: Pick<ConversationModel, 'setup' | 'setUp'>) {
  const draft = signal<Setup | null>(null)
  const setup = computed(() => draft.value ?? conversation.setup.value)
  let timer: ReturnType<typeof setTimeout> | undefined

  function edit(next: Setup): void {
    draft.value = next
    clearTimeout(timer)
    timer = setTimeout(flush, REST_MS)
  }

  /** Sends what is held: somebody leaves, or sends a message that it is to hold for. */
  function flush(): void {
    clearTimeout(timer)
    const next = draft.peek()
    draft.value = null
    if (next) conversation.setUp(next)
  }

  /** One parameter; undefined is the vendor's default. */
  function set<K extends keyof Options>(key: K, value: Options[K] | undefined): void {
    const { options, ...rest } = setup.peek()
    const { [key]: _, ...others } = options ?? {}
    const next: Options = value === undefined ? others : { ...others, [key]: value }
    edit({ ...rest, ...(Object.keys(next).length > 0 && { options: next }) })
  }

  function instruct(instructions: string): void {
    const { instructions: _, ...rest } = setup.peek()
    edit({ ...rest, ...(instructions.trim() && { instructions }) })
  }

  /** All parameters that the model takes are the vendor's again. */
  function reset(keys: readonly (keyof Options)[]): void {
    const { options, ...rest } = setup.peek()
    const left = Object.fromEntries(
      Object.entries(options ?? {}).filter(([key]) => !keys.includes(key as keyof Options)),
    )
    edit({ ...rest, ...(Object.keys(left).length > 0 && { options: left as Options }) })
  }

  return { setup, set, instruct, reset, flush }
}
