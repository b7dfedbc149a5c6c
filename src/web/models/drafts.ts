/**
 * Drafts on several devices. What stands in the composer goes to the person's object a moment after it was typed, and
 * what comes from there is shown where nobody is writing; where somebody is, both stay. A conversation that is to leave
 * no trace keeps its draft in this browser.
 */
import { effect, type ReadonlySignal, untracked } from '@preact/signals'
import type { Draft, MAX_DRAFT as Most } from '../../shared/drafts.ts'
import type { UserClientFrame, UserFrame } from '../../shared/protocol.ts'
import type { ConversationModel } from './conversation.ts'
import { type Known, readKnown, sum, writeKnown } from './drafts-known.ts'

export type DraftsDeps = {
  /** The one on the screen. */
  conversation: ReadonlySignal<ConversationModel>
  link: {
    online: ReadonlySignal<boolean>
    draft: ReadonlySignal<Extract<UserFrame, { t: 'draft' | 'draft-kept' }> | null>
    send(frame: UserClientFrame): boolean
  }
}

// Checked by its type. Importing the value would bring the server's schemas.
const MAX_DRAFT: typeof Most = 100_000
const SAVE_MS = 1000
/** Who typed this recently is writing, as long as the field has the focus. */
const WRITING_MS = 30_000

/** Begins to follow what is written. Returns its end. */
export function followDrafts({ conversation, link }: DraftsDeps): () => void {
  const known: Known = readKnown()
  /** On its way to the server, by conversation. */
  const sent = new Map<string, string>()
  /** Another draft is in the way; what is written here replaces it only when its writer goes on. */
  const against = new Map<string, number>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let pending: { of: string; text: string } | null = null
  let last: { model: ConversationModel; of: string; text: string } | null = null
  let typedAt = Number.NEGATIVE_INFINITY
  /** The text comes from elsewhere: nobody types. */
  let told = false

  const isClean = (of: string, text: string) => sum(text) === (known[of]?.sum ?? sum(''))

  function know(of: string, at: number, text: string): void {
    delete known[of]
    if (at > 0) known[of] = { at, sum: sum(text) }
    writeKnown(of, known[of])
    against.delete(of)
  }

  /** One at a time: the next one names what this one became. */
  function save(of: string, text: string): void {
    if (sent.has(of) || text.length > MAX_DRAFT || isClean(of, text)) return
    const base = against.get(of) ?? known[of]?.at ?? 0
    if (link.send({ t: 'draft', of, base, text })) sent.set(of, text)
  }

  function saveNow(): void {
    clearTimeout(timer)
    if (pending) save(pending.of, pending.text)
    pending = null
  }

  function saveSoon(of: string, text: string): void {
    clearTimeout(timer)
    pending = { of, text }
    timer = setTimeout(saveNow, SAVE_MS)
  }

  /** Brings together what the server holds and what stands here. */
  function meet(draft: Draft): void {
    const { of, at, text } = draft
    const model = conversation.peek()
    sent.delete(of)
    if (model.composer.key.peek() !== of || model.temporary.peek()) return
    const local = model.composer.text.peek()
    if (local === text) know(of, at, text)
    else if (isNewer(draft, local)) show(model, draft)
    else if (text !== '' && at !== known[of]?.at) {
      against.set(of, at)
      model.composer.offered.value = text
    } else {
      // What the other device had is sent, or still what it was when this one began to write.
      know(of, at, text)
      save(of, local)
    }
  }

  /** Whether it may take the place of what stands here. What was sent on the other device is not to be sent twice. */
  function isNewer({ of, at, text }: Draft, local: string): boolean {
    if (isClean(of, local)) return local === '' || text === '' || !isWriting()
    return local === '' && at !== known[of]?.at
  }

  function show({ composer }: ConversationModel, { of, at, text }: Draft): void {
    told = true
    composer.text.value = text
    told = false
    know(of, at, text)
  }

  function isWriting(): boolean {
    const focused = document.hasFocus() && document.activeElement?.matches('[data-composer]')
    return focused === true && Date.now() - typedAt < WRITING_MS
  }

  function stored(of: string, at: number): void {
    const text = sent.get(of)
    sent.delete(of)
    if (text === undefined) return
    know(of, at, text)
    // More was typed while it was on its way.
    const { composer, temporary } = conversation.peek()
    if (composer.key.peek() === of && !temporary.peek()) save(of, composer.text.peek())
  }

  function changed(model: ConversationModel, of: string, text: string): void {
    const before = last
    last = { model, of, text }
    if (before && before.of !== of) {
      // Under its new name it begins empty; the draft of the next new chat is none any more.
      if (before.model === model) {
        pending = null
        save(before.of, '')
      } else saveNow()
    } else if (before && before.text !== text && !told) {
      typedAt = Date.now()
      if (!model.temporary.peek()) saveSoon(of, text)
    }
  }

  const ends = [
    effect(() => {
      const frame = link.draft.value
      untracked(() => {
        if (frame?.t === 'draft') meet(frame)
        else if (frame) stored(frame.of, frame.at)
      })
    }),
    effect(() => {
      const model = conversation.value
      const of = model.composer.key.value
      const text = model.composer.text.value
      untracked(() => changed(model, of, text))
    }),
    // Whoever comes to a conversation, or back to the connection, sees what was written meanwhile.
    effect(() => {
      const { composer, temporary } = conversation.value
      const of = composer.key.value
      const secret = temporary.value
      if (!link.online.value) sent.clear()
      else if (secret) save(of, '')
      else link.send({ t: 'draft-ask', of })
    }),
    // The other draft was waved away: what is written here is the one.
    effect(() => {
      const { composer } = conversation.value
      const of = composer.key.value
      if (composer.offered.value === null && against.has(of)) saveSoon(of, composer.text.peek())
    }),
  ]

  addEventListener('pagehide', saveNow)
  document.addEventListener('visibilitychange', saveNow)
  document.addEventListener('focusout', saveNow)
  return () => {
    saveNow()
    for (const end of ends) end()
    removeEventListener('pagehide', saveNow)
    document.removeEventListener('visibilitychange', saveNow)
    document.removeEventListener('focusout', saveNow)
  }
}
