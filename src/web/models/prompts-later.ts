/** The prompts, once something needs them; and the few of them that an empty chat shows before they are here. */
import { signal } from '@preact/signals'
import type { Prompt } from '../../shared/prompts.ts'
import { keep, recall } from '../storage.ts'
import type { PromptsDeps, PromptsModel } from './prompts.ts'

/** More ways to begin are harder to choose from than an empty field. */
export const MAX_STARTERS = 4

/** `put` gets the text when it is filled in, and whether it is to be sent at once. */
export type Filling = { prompt: Prompt; put: (text: string, send: boolean) => void }

const KEY = 'parley.starters'

export function createPromptsLater(deps: PromptsDeps) {
  const model = signal<PromptsModel | null>(null)
  let loading: Promise<PromptsModel> | undefined

  /** Loads them. One that failed (a new version was deployed meanwhile) is tried again by the next who needs them. */
  function need(): Promise<PromptsModel> {
    loading ??= import('./prompts.ts').then(
      ({ createPrompts }) => {
        model.value = createPrompts(deps)
        return model.value
      },
      (problem) => {
        loading = undefined
        throw problem
      },
    )
    return loading
  }

  return {
    model,
    need,
    /** A prompt that leaves something open, while somebody fills it in. */
    filling: signal<Filling | null>(null),
  }
}
export type PromptsLater = ReturnType<typeof createPromptsLater>

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

/** The words after a slash that stands first in a message; null where there is none, or where a message began. */
export function slashOf(text: string): string | null {
  const [, words] = /^\/(?!\s)([^\n]{0,60})$/.exec(text) ?? []
  return words ?? null
}
