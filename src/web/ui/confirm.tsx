/** Asks before something that cannot be undone. What can be undone is done at once, with a way back. */
import { signal } from '@preact/signals'
import { later } from './later.tsx'

export type Question = {
  title: string
  /** What will be lost. */
  about: string
  /** The verb on the button. */
  action: string
}

export type Asked = Question & { answer: (yes: boolean) => void }

const asked = signal<Asked | null>(null)

/** Resolves true when the person chose to do it. A second question takes the place of the first. */
export function confirm(question: Question): Promise<boolean> {
  asked.peek()?.answer(false)
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (yes) => {
        asked.value = null
        resolve(yes)
      },
    }
  })
}

const ConfirmDialog = later(async () => (await import('./confirm-dialog.tsx')).ConfirmDialog)

/** The place where questions appear. Mounted once. */
export function Confirmer() {
  return asked.value && <ConfirmDialog asked={asked.value} />
}
