/** The prompts, once something needs them. */
import { signal } from '@preact/signals'
import type { Prompt } from '../../shared/prompts.ts'
import type { PromptsDeps, PromptsModel } from './prompts.ts'

/** `put` gets the text when it is filled in, and whether it is to be sent at once. */
export type Filling = { prompt: Prompt; put: (text: string, send: boolean) => void }

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
