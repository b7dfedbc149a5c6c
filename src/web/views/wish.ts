/** Does what the address of a new chat asks, says what it could not do, and takes it out of the address. */
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import { modelOf, wishOf, withoutWish } from '../models/address.ts'
import { navigate } from '../route.ts'
import { toast } from '../ui/toast.tsx'
import { focusComposer } from './commands.ts'

export function grantWish(app: App): void {
  const wish = wishOf(location.search)
  if (!wish) return
  navigate(location.pathname + withoutWish(location.search) + location.hash, 'replace')
  const conversation = app.conversation.peek()
  const unknown: string[] = []

  const model = modelOf(wish, app.catalog.models.peek())
  if (model) conversation.choose(model, false)
  else if (model === null) unknown.push([wish.spec, wish.endpoint, wish.model].filter(Boolean).join(' · '))
  if (wish.temporary) conversation.setTemporary(true)
  if (wish.project !== null) {
    const { project } = wish
    if (app.shelves.projects.peek().some(({ id }) => id === project))
      app.library.show({ shelf: 'list', project })
    else unknown.push(project)
  }
  const asks = Object.keys(wish.setup).length > 0
  if (asks) conversation.setUp({ ...conversation.setup.peek(), ...wish.setup })

  for (const name of unknown) toast({ text: t('wish.unknown', { name }), tone: 'danger' })
  if (asks) toast({ text: t('wish.setup') })
  if (wish.text) fillIn(app, wish.text, wish.submit)
  requestAnimationFrame(focusComposer)
}

/** A draft that was there makes room and can come back. */
function fillIn(app: App, text: string, submit: boolean): void {
  const { composer } = app.conversation.peek()
  const draft = composer.text.peek()
  composer.text.value = text
  if (draft.trim() && draft !== text) {
    const run = () => {
      composer.text.value = draft
    }
    toast({ text: t('wish.draft'), action: { label: t('wish.draft.back'), run } })
  }
  if (!submit) return
  const run = () => document.querySelector<HTMLTextAreaElement>('[data-composer]')?.form?.requestSubmit()
  toast({ text: t('wish.submit'), action: { label: t('composer.send'), run } })
}
