/**
 * What a message is made of. The same shape is stored, sent and drawn; a new kind is one variant here and one
 * component in `web/parts/`.
 */
import * as v from 'valibot'
import { Id } from './ids.ts'

/** UTF-16 code units one message of a user may hold. A SQLite row ends at 2 MB, and a unit can take three bytes. */
export const MAX_TEXT = 500_000

export const TextPart = v.object({ type: v.literal('text'), text: v.pipe(v.string(), v.maxLength(MAX_TEXT)) })
export type TextPart = v.InferOutput<typeof TextPart>

/** A model's reasoning. `signature` is the vendor's seal, sent back untouched where the vendor asks for it. */
export type ThinkingPart = { type: 'thinking'; text: string; signature?: string; ms?: number }

/** Something the answer rests on. */
export type SourcePart = { type: 'source'; url: string; title: string; quote?: string }

/** Bytes of one file of text, as UTF-8. */
export const MAX_FILE_BYTES = 5_000_000

/** Bytes of all files of one message as they travel: of what is no text, the Base64 counts. */
export const MAX_MESSAGE_BYTES = 4 * MAX_FILE_BYTES

/** UTF-16 code units of its beginning that are shown without opening it. */
export const MAX_PREVIEW = 300

const Pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))

/**
 * A file of text, or one of `media.ts`. What is in it stays in the room; this is what one sees of it. A picture has its
 * pixels, and only text has a preview.
 */
export const FilePart = v.object({
  type: v.literal('file'),
  id: Id,
  // Signs that turn the reading order round would show `invoice\u202efdp.exe` as a PDF.
  name: v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(255),
    v.regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069/\\]+$/u),
  ),
  mime: v.pipe(v.string(), v.maxLength(100), v.regex(/^[a-z]+\/[\w.+-]+$/)),
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_FILE_BYTES)),
  preview: v.pipe(v.string(), v.maxLength(MAX_PREVIEW)),
  width: v.optional(Pixels),
  height: v.optional(Pixels),
})
export type FilePart = v.InferOutput<typeof FilePart>

export type Part = TextPart | ThinkingPart | SourcePart | FilePart

/** What a person may put into a message. */
export const UserParts = v.pipe(
  v.array(v.variant('type', [TextPart, FilePart])),
  v.minLength(1),
  v.maxLength(20),
  v.check((parts) => unitsOf(parts) <= MAX_TEXT, 'the message is too long'),
)
export type UserPart = TextPart | FilePart

/** UTF-16 code units of all text: they are one row. */
export function unitsOf(parts: readonly (TextPart | { type: string })[]): number {
  return parts.reduce((sum, part) => sum + ('text' in part ? part.text.length : 0), 0)
}

export function filesOf(parts: readonly (FilePart | { type: string })[]): FilePart[] {
  return parts.filter((part): part is FilePart => part.type === 'file')
}

/** What is shown of a file's text without opening it. */
export function previewOf(text: string): string {
  return text.slice(0, MAX_PREVIEW).toWellFormed()
}

/** What a message is called by: its text, or where it has none the names of its files. */
export function namingOf(parts: readonly Part[]): string {
  return (
    textOf(parts).trim() ||
    filesOf(parts)
      .map(({ name }) => name)
      .join(', ')
  )
}

/**
 * What is kept of an answer that is to go on: all up to the end of its text. Thoughts that no text follows are thought
 * again, sources stay. Nothing, where there is no text.
 */
export function goingOn<P extends { type: Part['type'] }>(
  parts: readonly P[],
  isBlank: (part: P) => boolean,
): P[] {
  const end = parts.findLastIndex((part) => part.type === 'text' && !isBlank(part))
  const text = parts[end]
  if (!text) return []
  return [...parts.slice(0, end), ...parts.slice(end + 1).filter(({ type }) => type === 'source'), text]
}

/** The text of the parts that hold some, without reasoning, joined by blank lines. */
export function textOf(parts: readonly (TextPart | { type: string })[]): string {
  return parts
    .filter((part): part is TextPart => part.type === 'text')
    .map((part) => part.text)
    .join('\n\n')
}
