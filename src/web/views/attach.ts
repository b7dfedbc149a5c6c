/**
 * Takes files to the next message: what was pasted, dropped or chosen. Text, pictures, PDF and sound; anything else is
 * refused in words.
 */
import { type FileLimits, megabytes, type Unfit, unfit } from '../../shared/file-limits.ts'
import { newId } from '../../shared/ids.ts'
import {
  carriedBytes,
  MAX_MEDIA_BYTES,
  MAX_MEDIA_SENT,
  mediaOf,
  SNIFFED_BYTES,
  sniffed,
} from '../../shared/media.ts'
import { type FilePart, MAX_MESSAGE_BYTES, MAX_FILE_BYTES as MOST, previewOf } from '../../shared/parts.ts'
import { fileSize } from '../i18n/amounts.ts'
import { t } from '../i18n/index.ts'
import { MAX_ATTACHED } from '../models/attached.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { base64Of } from '../models/file-sources.ts'
import { announce } from '../ui/announce.tsx'
import { toast } from '../ui/toast.tsx'
import { endingOf, named, readied } from './attach-picture.ts'

/** What the ends of names say, where the browser does not know. Everything else that is text is plain. */
const TYPES: Record<string, string> = {
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  md: 'text/markdown',
  xml: 'text/xml',
}

/** Bytes of a picture that is looked at all: larger ones are no photos, and may be too much for a phone. */
const MOST_OF_PICTURE = 60_000_000

/** What browsers call a picture that has no name: one that was copied. */
const NAMELESS = /^image\.\w+$/

/** Some browsers can read some of these, and then they are sent as something that all models know. */
const OTHER_PICTURES = /\.(?:hei[cf]|avif|bmp|tiff?|jxl|ico)$/i

/** A long paste becomes a file. A picture may be a copied one, which has no name of its own. */
export function attachPasted(
  conversation: ConversationModel,
  pasted: string | Iterable<File>,
  limits: FileLimits,
): Promise<void> {
  if (typeof pasted !== 'string') return attachFiles(conversation, pasted, limits, true)
  addText(conversation, numbered(conversation, t('files.pasted'), 'txt'), pasted, limits)
  return Promise.resolve()
}

/** What was chosen in this field, which takes the same file again then. */
export async function attachChosen(
  conversation: ConversationModel,
  field: HTMLInputElement | null,
  limits: FileLimits,
): Promise<void> {
  if (!field) return
  await attachFiles(conversation, field.files ?? [], limits)
  field.value = ''
}

export async function attachFiles(
  conversation: ConversationModel,
  files: Iterable<File>,
  limits: FileLimits = {},
  pasted = false,
): Promise<void> {
  const all = [...files]
  const { preparing } = conversation.attached
  preparing.value += all.length
  for (const file of all) {
    try {
      await attachFile(conversation, file, limits, pasted)
    } catch {
      // A folder, or a file that is gone.
      refuse(t('files.unreadable', { name: file.name }))
    } finally {
      preparing.value--
    }
  }
}

async function attachFile(
  conversation: ConversationModel,
  file: File,
  limits: FileLimits,
  pasted: boolean,
): Promise<void> {
  const { size } = file
  const name = nameOf(file.name)
  const barred = limits.off ? t('files.limit.off') : isFull(conversation) ? tooMany(MAX_ATTACHED) : null
  if (barred) {
    refuse(barred)
    return
  }
  const mime = sniffed(new Uint8Array(await file.slice(0, SNIFFED_BYTES).arrayBuffer()))
  const kind = mime && mediaOf(mime)
  const other = !kind && (OTHER_PICTURES.test(name) || /^image\/(?!svg)/.test(file.type))
  if (kind === 'image' || other) {
    const ready = size <= MOST_OF_PICTURE ? await readied(file, mime, limits) : { most: MOST_OF_PICTURE }
    if (!ready) refuse(t('files.undecodable', { name }))
    else if ('side' in ready) refuse(t('files.tooLarge', { name, size: square(ready.side) }))
    else if ('most' in ready) refuse(tooLarge(name, ready.most))
    else {
      const { blob, width, height } = ready
      const nameless = pasted && NAMELESS.test(name)
      const called = nameless
        ? numbered(conversation, t('files.pastedPicture'), endingOf(blob.type))
        : named(name, blob.type)
      await addMedia(conversation, called, blob, limits, { width, height })
    }
  } else if (kind) {
    if (size > MAX_MEDIA_BYTES) refuse(tooLarge(name, MAX_MEDIA_BYTES))
    else await addMedia(conversation, name, file.slice(0, size, mime), limits)
  } else {
    // What is no text is called so, however large it is.
    const text = decoded(await file.slice(0, MOST + 1).arrayBuffer(), size > MOST)
    if (text === null) refuse(t('files.binary', { name }))
    else if (size > MOST) refuse(tooLarge(name, MOST))
    else addText(conversation, name, text, limits)
  }
}

function addText(conversation: ConversationModel, name: string, text: string, limits: FileLimits): void {
  const sound = text.toWellFormed().replaceAll('\0', '')
  const size = new TextEncoder().encode(sound).length
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  const mime = TYPES[ending] ?? 'text/plain'
  if (size > MOST) refuse(tooLarge(name, MOST))
  else add(conversation, { name, mime, size, preview: previewOf(sound) }, sound, limits)
}

async function addMedia(
  conversation: ConversationModel,
  name: string,
  blob: Blob,
  limits: FileLimits,
  pixels?: { width: number; height: number },
): Promise<void> {
  const { size, type: mime } = blob
  add(conversation, { name, mime, size, preview: '', ...pixels }, await base64Of(blob), limits)
}

type Found = Omit<FilePart, 'type' | 'id'>

/** `content`: what travels of it. */
function add(conversation: ConversationModel, found: Found, content: string, limits: FileLimits): void {
  const { attached } = conversation
  const { name, size, mime } = found
  const why =
    size === 0
      ? t('files.empty', { name })
      : isFull(conversation)
        ? tooMany(MAX_ATTACHED)
        : (unfitText(name, unfit([...attached.files.peek(), { size, mime }], limits)) ??
          tooMuch([...attached.files.peek(), { size, mime }]))
  if (why) {
    refuse(why)
    return
  }
  attached.add({ type: 'file', id: newId(), ...found }, content)
  announce(t('files.attached', { name }))
}

const isFull = ({ attached }: ConversationModel) => attached.files.peek().length >= MAX_ATTACHED

/** What the operator's limit says. */
function unfitText(name: string, found: Unfit | null): string | null {
  switch (found?.why) {
    case undefined:
      return null
    case 'off':
      return t('files.limit.off')
    case 'type':
      return t('files.limit.type', { name })
    case 'count':
      return tooMany(found.most)
    case 'size':
      return t('files.limit.size', { name, size: megabytes(found.most) })
    case 'total':
      return t('files.limit.total', { size: megabytes(found.most) })
  }
}

/** More than a message can carry, or than a model is given of what is no text: a third more than its bytes. */
function tooMuch(files: readonly Pick<FilePart, 'mime' | 'size'>[]): string | null {
  const sum = (some: typeof files) => some.reduce((all, file) => all + carriedBytes(file), 0)
  const media = files.filter(({ mime }) => mediaOf(mime))
  const most = sum(media) > MAX_MEDIA_SENT ? MAX_MEDIA_SENT : MAX_MESSAGE_BYTES
  if (sum(files) <= most) return null
  const bytes = media.length > 0 ? (most * 3) / 4 : most
  return t('files.limit.total', { size: Math.floor(bytes / 1_000_000) })
}

const square = (side: number) => `\u2066${side} × ${side}\u2069`
const tooMany = (count: number) => t('files.tooMany', { count })
const tooLarge = (name: string, most: number) =>
  t('files.tooLarge', { name, size: fileSize(Math.floor(most / 100_000) * 100_000) })

/** The text of a file, or of its beginning; null when it is none. Editors on Windows still write UTF-16. */
function decoded(buffer: ArrayBuffer, cut: boolean): string | null {
  const [first, second] = new Uint8Array(buffer, 0, Math.min(2, buffer.byteLength))
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  try {
    const name = wide ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8'
    const text = new TextDecoder(name, { fatal: true }).decode(buffer, { stream: cut })
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

/** A name that any system can store. */
function nameOf(name: string): string {
  return name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069/\\]/gu, '_').slice(-250) || 'file.txt'
}

/** What has no name of its own is told apart by numbers. */
function numbered({ attached }: ConversationModel, base: string, ending: string): string {
  const taken = new Set(attached.files.peek().map(({ name }) => name))
  let name = `${base}.${ending}`
  for (let n = 2; taken.has(name); n++) name = `${base} ${n}.${ending}`
  return name
}

function refuse(text: string): void {
  toast({ text, tone: 'danger' })
}
