/** What happens when a prompt is chosen: what it leaves open is asked for, then it stands where one writes. */
import { effect } from '@preact/signals'
import { fill, knownAt, variablesOf } from '../../shared/prompt-text.ts'
import type { Prompt } from '../../shared/prompts.ts'
import type { App } from '../context.ts'
import { locale } from '../i18n/index.ts'
import { navigate } from '../route.ts'
import { focusComposer } from './commands.ts'

export function takePrompt(app: App, prompt: Prompt, put = putInComposer(app)): void {
  const done = (text: string, send: boolean) => {
    put(text, send)
    void app.prompts.need().then((prompts) => prompts.count(prompt.id))
  }
  if (variablesOf(prompt.text).length > 0) app.prompts.filling.value = { prompt, put: done }
  else done(filledText(app, prompt.text), app.preferences.promptSend.peek())
}

/** With `values` in their places, and with what is known. What nobody filled in stays as it is written. */
export function filledText(app: App, text: string, values: ReadonlyMap<string, string> = new Map()): string {
  return fill(text, values, knownHere(app))
    .map((piece) => piece.text)
    .join('')
}

export function knownHere({ session }: App) {
  return knownAt(new Date(), session.user.peek()?.name ?? '', locale.peek())
}

/** Into a new conversation, before what was begun there. */
export function takeToNew(app: App, prompt: Prompt): void {
  takePrompt(app, prompt, (text, send) => {
    navigate('/c/new')
    const { composer } = app.conversation.peek()
    const begun = composer.text.peek().trim()
    composer.text.value = begun ? `${text}\n\n${begun}` : text
    requestAnimationFrame(() => atComposer(send && !begun))
  })
}

function putInComposer(app: App) {
  return (text: string, send: boolean) => {
    app.conversation.peek().composer.text.value = text
    requestAnimationFrame(() => atComposer(send))
  }
}

function atComposer(send: boolean): void {
  focusComposer()
  const field = document.querySelector<HTMLTextAreaElement>('[data-composer]')
  if (send) field?.form?.requestSubmit()
  else field?.setSelectionRange(field.value.length, field.value.length)
}

/** One that is offered where a conversation begins; by its id, because it may still have to come. */
export async function takeStarter(app: App, id: string): Promise<void> {
  const { loaded, find } = await app.prompts.need()
  let end = () => {}
  await new Promise<void>((resolve) => {
    end = effect(() => {
      if (loaded.value) resolve()
    })
  })
  end()
  const prompt = find(id)
  if (prompt) takePrompt(app, prompt)
}
