/**
 * Words for which `localStorage` has no room: five megabytes are little for somebody who writes long and is away for
 * long. They go to IndexedDB, and back when there is room again. Where that is full, too, the person hears of it.
 */
import type { App } from '../context.ts'
import { t } from '../i18n/index.ts'
import { keep, onSpill, wasSpilled } from '../storage.ts'
import { toast } from '../ui/toast.tsx'
import type { Kept } from './database.ts'

/** `kept` is null where the browser has no second room. */
export async function takeSpilled(app: App, kept: Kept | null): Promise<void> {
  let told = false
  const full = () => {
    if (!told) toast({ text: t('offline.full'), tone: 'danger', stays: true })
    told = true
  }
  if (kept) await bringBack(app, kept).catch(() => {})
  onSpill((key, value) => {
    if (!kept) {
      if (value !== null) full()
      return
    }
    const work = value === null ? kept.drop('words', key) : kept.put('words', value, key)
    work.catch(() => value !== null && full())
  })
}

/** What there is room for now goes where it is read. The rest is tried again when the page is opened next. */
async function bringBack(app: App, kept: Kept): Promise<void> {
  for (const key of (await kept.keys('words')).sort()) {
    const value = await kept.get<string>('words', key)
    if (value !== undefined && !keep(key, value)) {
      wasSpilled(key)
      continue
    }
    await kept.drop('words', key)
    const { composer } = app.conversation.peek()
    if (value && key === `parley.draft.${composer.key.peek()}` && composer.text.peek() === '')
      composer.text.value = value.slice(value.indexOf(' ') + 1)
  }
}
