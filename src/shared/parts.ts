/**
 * What a message is made of. The same shape is stored, sent and drawn; a new kind is one variant here and one
 * component in `web/parts/`.
 */
import * as v from 'valibot'

/** UTF-16 code units one message of a user may hold. A SQLite row ends at 2 MB, and a unit can take three bytes. */
export const MAX_TEXT = 500_000

export const TextPart = v.object({ type: v.literal('text'), text: v.pipe(v.string(), v.maxLength(MAX_TEXT)) })
export type TextPart = v.InferOutput<typeof TextPart>

/** A model's reasoning. `signature` is the vendor's seal, sent back untouched where the vendor asks for it. */
export type ThinkingPart = { type: 'thinking'; text: string; signature?: string; ms?: number }

/** Something the answer rests on. */
export type SourcePart = { type: 'source'; url: string; title: string; quote?: string }

export type Part = TextPart | ThinkingPart | SourcePart

/** What a person may put into a message. */
export const UserParts = v.pipe(v.array(TextPart), v.minLength(1), v.maxLength(20))

/** The text of the parts that hold some, without reasoning, joined by blank lines. */
export function textOf(parts: readonly Part[]): string {
  return parts
    .filter((part) => part.type === 'text')
    .map((part) => part.text)
    .join('\n\n')
}
