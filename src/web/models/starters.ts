/** The few prompts that an empty chat shows before the others are here. */
import type { Prompt } from '../../shared/prompts.ts'
import { keep, recall } from '../storage.ts'

/** More ways to begin are harder to choose from than an empty field. */
export const MAX_STARTERS = 4

const KEY = 'parley.starters'

/** Names of the starters of last time, so that the page does not change under the reader's hand. */
export function knownStarters(): { id: string; name: string }[] {
  return (recall(KEY) ?? '')
    .split('\n')
    .map((line) => ({ id: line.slice(0, 36), name: line.slice(37) }))
    .filter(({ name }) => name !== '')
}

export function keepStarters(starters: readonly Prompt[]): void {
  const lines = starters.map(({ id, name }) => `${id} ${name.replaceAll('\n', ' ')}`)
  keep(KEY, lines.length > 0 ? lines.join('\n') : null)
}
