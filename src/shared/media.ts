/**
 * Files that a model is given as they are: pictures, documents, sound. What is in one travels and is stored as Base64
 * wherever the words of a file of text are, so that nothing on the way need know the difference.
 */
import type { Takes } from './prices.ts'

/** Bytes of one: its Base64 is then as long as the largest file of text. Amazon takes no larger picture either. */
export const MAX_MEDIA_BYTES = 3_750_000

/**
 * Bytes of all of them, as they are carried, in one request to a model: vendors take little more, and an isolate of 128 MB
 * holds each three times while it asks, for every model that is asked.
 */
export const MAX_MEDIA_SENT = 12_000_000

/** What a file of each type is to a model, and how its bytes begin. */
const KINDS: Readonly<Record<string, { takes: Takes; begins: RegExp }>> = {
  'image/png': { takes: 'image', begins: /^\x89PNG\r\n/ },
  'image/jpeg': { takes: 'image', begins: /^\xff\xd8\xff/ },
  'image/gif': { takes: 'image', begins: /^GIF8[79]a/ },
  'image/webp': { takes: 'image', begins: /^RIFF[\s\S]{4}WEBP/ },
  'application/pdf': { takes: 'file', begins: /^%PDF-/ },
  'audio/mpeg': { takes: 'audio', begins: /^(?:ID3[^ -~]|\xff[\xe2-\xfb])/ },
  'audio/wav': { takes: 'audio', begins: /^RIFF[\s\S]{4}WAVE/ },
}

/** Bytes at the beginning of a file that tell its type. */
export const SNIFFED_BYTES = 12

/** What a model must take to be given a file of this type; undefined for text. */
export function mediaOf(mime: string): Takes | undefined {
  return Object.hasOwn(KINDS, mime) ? KINDS[mime]?.takes : undefined
}

/** Places whose models are given everything where nothing is known of them. Elsewhere one file too many fails every answer. */
const GENEROUS = new Set(['openAI', 'azureOpenAI', 'anthropic', 'google', 'bedrock'])

/** Whether a model is given files of a kind; `takes`: what is known of it. */
export function givesTo(endpoint: string, takes: readonly Takes[] | undefined, kind: Takes): boolean {
  return takes?.includes(kind) ?? (kind === 'image' || GENEROUS.has(endpoint))
}

/** The type of the file that begins with these bytes, whatever it is called; undefined where it is none of these. */
export function sniffed(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, SNIFFED_BYTES))
  return Object.keys(KINDS).find((mime) => KINDS[mime]?.begins.test(text))
}

/** Bytes of what travels and is stored of a file. */
export function carriedBytes({ mime, size }: { mime: string; size: number }): number {
  return mediaOf(mime) ? Math.ceil(size / 3) * 4 : size
}

/** Bytes of a document that are taken for words. */
const PAPER = 500_000

/** Tokens that a file of `size` bytes may take, before its vendor has counted: most count pictures by their area. */
export function mediaTokens(mime: string, size: number): number {
  switch (mediaOf(mime)) {
    case 'image':
      return 1500
    // A page of words is some 50 KB, and is read both as words and as a picture. What makes a document larger than some
    // pages is pictures, which take bytes rather than pages.
    case 'file':
      return Math.ceil(Math.max(2000, Math.min(size, PAPER) / 25 + Math.max(0, size - PAPER) / 100))
    // 16 KB and 32 tokens a second.
    default:
      return Math.max(100, Math.ceil(size / 500))
  }
}
