/**
 * Drafts on several devices. What stands in the composer, its text and its files, goes to the person's object a moment after it was typed, and
 * what comes from there is shown where nobody is writing; where somebody is, both stay. A conversation that is to leave
 * no trace keeps its draft in this browser.
 */
import { batch, effect, type ReadonlySignal, untracked } from '@preact/signals'
import type { Draft, MAX_DRAFT as Most, MAX_DRAFT_FILES as MostFiles } from '../../shared/drafts.ts'
import type { FilePart } from '../../shared/parts.ts'
import type { UserClientFrame, UserFrame } from '../../shared/protocol.ts'
import { ARRIVED, bring } from './attached-bring.ts'
import type { ConversationModel } from './conversation.ts'
import { createDraftCarrying } from './draft-carrying.ts'
import { type Known, readKnown, sum, writeKnown } from './drafts-known.ts'

export type DraftsDeps = {
  /** The one on the screen. */
  conversation: ReadonlySignal<ConversationModel>
  link: {
    online: ReadonlySignal<boolean>
    draft: ReadonlySignal<Extract<UserFrame, { t: 'draft' | 'draft-kept' | 'draft-file' }> | null>
    send(frame: UserClientFrame): boolean
  }
}

// Checked by their types. Importing the values would bring the server's schemas.
const MAX_DRAFT: typeof Most = 100_000
const MAX_FILES: typeof MostFiles = 10
const SAVE_MS = 1000
/** Who typed this recently is writing, as long as the field has the focus. */
const WRITING_MS = 30_000

type Written = { text: string; files: readonly FilePart[] }

const NOTHING: Written = { text: '', files: [] }
const isNothing = ({ text, files }: Written) => text === '' && files.length === 0
const sumOf = ({ text, files }: Written) => sum([text, ...files.map(({ id }) => id)].join('\0'))
const isSame = (a: Written, b: Written) => a.text === b.text && sumOf(a) === sumOf(b)

/** Begins to follow what is written. Returns its end. */
export function followDrafts({ conversation, link }: DraftsDeps): () => void {
  const known: Known = readKnown()
  /** On its way to the server, by conversation. */
  const sent = new Map<string, Written>()
  /** Files that found no room at the server. */
  const alone = new Set<string>()
  /** Drafts that this page asked for. What another page writes, that one brings. */
  const asked = new Set<string>()
  const carrying = createDraftCarrying(link.send)
  /** Another draft is in the way; what is written here replaces it only when its writer goes on. */
  const against = new Map<string, number>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let pending: { of: string; written: Written } | null = null
  let last: { model: ConversationModel; of: string; written: Written } | null = null
  let typedAt = Number.NEGATIVE_INFINITY
  /** The text comes from elsewhere: nobody types. */
  let told = false

  const isClean = (of: string, written: Written) => sumOf(written) === (known[of]?.sum ?? sumOf(NOTHING))

  /** What stands here and can travel. */
  function here({ composer, attached }: ConversationModel): Written {
    const files = attached.files.peek().filter(({ id }) => !alone.has(id))
    return { text: composer.text.peek(), files: files.slice(0, MAX_FILES) }
  }

  function ask(of: string): void {
    if (link.send({ t: 'draft-ask', of })) asked.add(of)
  }

  function know(of: string, at: number, written: Written): void {
    delete known[of]
    if (at > 0) known[of] = { at, sum: sumOf(written) }
    writeKnown(of, known[of])
    against.delete(of)
  }

  /** One at a time: the next one names what this one became. */
  function save(of: string, written: Written): void {
    const { text, files } = written
    if (sent.has(of) || text.length > MAX_DRAFT || isClean(of, written)) return
    const base = against.get(of) ?? known[of]?.at ?? 0
    if (link.send({ t: 'draft', of, base, text, files: [...files] })) sent.set(of, written)
  }

  function saveNow(): void {
    clearTimeout(timer)
    if (pending) save(pending.of, pending.written)
    pending = null
  }

  function saveSoon(of: string, written: Written): void {
    clearTimeout(timer)
    pending = { of, written }
    timer = setTimeout(saveNow, SAVE_MS)
  }

  /** Brings together what the server holds and what stands here. */
  function meet(draft: Draft): void {
    const { of, at, lacks = [] } = draft
    const model = conversation.peek()
    sent.delete(of)
    if (asked.delete(of)) carrying.take(of, lacks)
    if (model.composer.key.peek() !== of || model.temporary.peek()) return
    const local = here(model)
    model.attached.coming.value = new Set(lacks.map(({ id }) => id))
    if (isSame(local, draft)) know(of, at, draft)
    else if (isNewer(draft, local)) show(model, draft)
    else if (!isNothing(draft) && at !== known[of]?.at) offer(model, draft)
    else {
      // What the other device had is sent, or still what it was when this one began to write.
      know(of, at, draft)
      save(of, local)
    }
  }

  /** Whether it may take the place of what stands here. What was sent on the other device is not to be sent twice. */
  function isNewer(draft: Draft, local: Written): boolean {
    if (isClean(draft.of, local)) return isNothing(local) || isNothing(draft) || !isWriting()
    return isNothing(local) && draft.at !== known[draft.of]?.at
  }

  function show({ composer, attached }: ConversationModel, draft: Draft): void {
    told = true
    batch(() => {
      composer.text.value = draft.text
      attached.replace(draft.files)
    })
    told = false
    know(draft.of, draft.at, draft)
  }

  function offer({ composer, attached }: ConversationModel, { of, at, text, files }: Draft): void {
    against.set(of, at)
    batch(() => {
      composer.offered.value = text
      attached.offer(files)
    })
    // Before what is written here takes its place at the server.
    void bring(of, files)
  }

  function isWriting(): boolean {
    const focused = document.hasFocus() && document.activeElement?.matches('[data-composer]')
    return focused === true && Date.now() - typedAt < WRITING_MS
  }

  function stored({ of, at, lacks = [], full = [] }: Extract<UserFrame, { t: 'draft-kept' }>): void {
    const written = sent.get(of)
    sent.delete(of)
    if (written === undefined) return
    for (const id of full) alone.add(id)
    know(of, at, { ...written, files: written.files.filter(({ id }) => !alone.has(id)) })
    carrying.take(of, lacks)
    // More was written while it was on its way.
    const model = conversation.peek()
    if (model.composer.key.peek() !== of || model.temporary.peek()) return
    if (full.length > 0) model.attached.alone.value = new Set(alone)
    save(of, here(model))
  }

  /** A file has arrived at the server, from here or from another device. */
  function carried(frame: Extract<UserFrame, { t: 'draft-file' }>): void {
    carrying.told(frame)
    const { composer, attached } = conversation.peek()
    if (!frame.whole || composer.key.peek() !== frame.of || !attached.coming.peek().has(frame.id)) return
    attached.coming.value = new Set([...attached.coming.peek()].filter((id) => id !== frame.id))
    dispatchEvent(new Event(ARRIVED))
  }

  function changed(model: ConversationModel, of: string, all: Written): void {
    const before = last
    last = { model, of, written: all }
    if (before && before.of !== of) {
      // Under its new name it begins empty; the draft of the next new chat is none any more.
      if (before.model === model) {
        pending = null
        save(before.of, NOTHING)
      } else saveNow()
    } else if (before && !isSame(before.written, all) && !told) {
      typedAt = Date.now()
      // There may be room now for what found none.
      if (all.files.length < before.written.files.length) alone.clear()
      if (!model.temporary.peek()) saveSoon(of, here(model))
    }
  }

  const ends = [
    effect(() => {
      const frame = link.draft.value
      untracked(() => {
        if (frame?.t === 'draft') meet(frame)
        else if (frame?.t === 'draft-file') carried(frame)
        else if (frame) stored(frame)
      })
    }),
    effect(() => {
      const model = conversation.value
      const of = model.composer.key.value
      const written = { text: model.composer.text.value, files: model.attached.files.value }
      untracked(() => changed(model, of, written))
    }),
    // Whoever comes to a conversation, or back to the connection, sees what was written meanwhile.
    effect(() => {
      const { composer, temporary } = conversation.value
      const of = composer.key.value
      const secret = temporary.value
      const online = link.online.value
      untracked(() => {
        if (secret) carrying.drop(of)
        if (!online) sent.clear()
        else if (secret) save(of, NOTHING)
        else ask(of)
      })
    }),
    // Files that were on their way when the connection was lost, also of conversations that are not shown now.
    effect(() => {
      if (!link.online.value) return
      const shown = untracked(() => conversation.value.composer.key.value)
      for (const of of carrying.pause()) if (of !== shown) ask(of)
    }),
    // The other draft was waved away: what is written here is the one.
    effect(() => {
      const model = conversation.value
      const of = model.composer.key.value
      if (model.composer.offered.value === null && against.has(of)) untracked(() => saveSoon(of, here(model)))
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
