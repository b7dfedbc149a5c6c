/** Takes files of text to the next message: what was pasted, dropped or chosen. What is no text is refused in words. */
import { type FileLimits, megabytes, type Unfit, unfit } from '../../shared/file-limits.ts'
import { newId } from '../../shared/ids.ts'
import { type FilePart, MAX_FILE_BYTES as MOST, previewOf } from '../../shared/parts.ts'
import { t } from '../i18n/index.ts'
import { MAX_ATTACHED } from '../models/attached.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { announce } from '../ui/announce.tsx'
import { toast } from '../ui/toast.tsx'

/** What the ends of names say, where the browser does not know. Everything else that is text is plain. */
const TYPES: Record<string, string> = {
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  md: 'text/markdown',
  xml: 'text/xml',
}

/** A long paste becomes a file. */
export function attachText(conversation: ConversationModel, text: string, limits: FileLimits = {}): void {
  const taken = new Set(conversation.attached.files.peek().map(({ name }) => name))
  const base = t('files.pasted')
  let name = `${base}.txt`
  for (let n = 2; taken.has(name); n++) name = `${base} ${n}.txt`
  add(conversation, name, text, limits)
}

export async function attachFiles(
  conversation: ConversationModel,
  files: Iterable<File>,
  limits: FileLimits = {},
): Promise<void> {
  for (const file of files) {
    if (file.size > MOST) {
      refuse(t('files.tooLarge', { name: file.name }))
      continue
    }
    const text = decoded(await file.arrayBuffer())
    if (text === null) refuse(t('files.binary', { name: file.name }))
    else add(conversation, nameOf(file.name), text, limits)
  }
}

function add(conversation: ConversationModel, name: string, text: string, limits: FileLimits): void {
  const { attached } = conversation
  const sound = text.toWellFormed().replaceAll('\0', '')
  const size = new TextEncoder().encode(sound).length
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  const mime = TYPES[ending] ?? 'text/plain'
  const full = attached.files.peek().length >= MAX_ATTACHED
  const why =
    size === 0
      ? t('files.empty', { name })
      : size > MOST
        ? t('files.tooLarge', { name })
        : full
          ? t('files.tooMany', { count: MAX_ATTACHED })
          : unfitText(name, unfit([...attached.files.peek(), { size, mime }], limits))
  if (why) {
    refuse(why)
    return
  }
  const part: FilePart = { type: 'file', id: newId(), name, mime, size, preview: previewOf(sound) }
  attached.add(part, sound)
  announce(t('files.attached', { name }))
}

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
      return t('files.tooMany', { count: found.most })
    case 'size':
      return t('files.limit.size', { name, size: megabytes(found.most) })
    case 'total':
      return t('files.limit.total', { size: megabytes(found.most) })
  }
}

/** The text of a file; null when it is none. Editors on Windows still write UTF-16. */
function decoded(buffer: ArrayBuffer): string | null {
  const [first, second] = new Uint8Array(buffer, 0, Math.min(2, buffer.byteLength))
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  try {
    const name = wide ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8'
    const text = new TextDecoder(name, { fatal: true }).decode(buffer)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

/** A name that any system can store. */
function nameOf(name: string): string {
  return name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069/\\]/gu, '_').slice(-255) || 'file.txt'
}

function refuse(text: string): void {
  toast({ text, tone: 'danger' })
}
