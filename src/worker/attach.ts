/** Files in the body of a request, as a message has them: what is in each travels beside it. */
import * as v from 'valibot'
import type { FileContent } from '../durable/rpc.ts'
import { bytesOf, isBase64 } from '../shared/base64.ts'
import { fail, ok, type Result } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { MAX_MEDIA_BYTES, sniffed } from '../shared/media.ts'
import { FilePart, MAX_FILE_BYTES, previewOf } from '../shared/parts.ts'

/** Bytes of the JSON of all files of a request: the largest file as Base64. More of it, copied a few times, is too much for a Worker. */
export const MAX_FILES_JSON = Math.ceil((MAX_FILE_BYTES * 4) / 3) + 100_000

const MAX_FILES = 10

/** `data`: Base64 of a text in UTF-8, or of a picture, a PDF or a sound. */
export const Files = v.pipe(
  v.array(
    v.object({
      filename: FilePart.entries.name,
      data: v.pipe(v.string(), v.check(isBase64, 'must be Base64')),
    }),
  ),
  v.maxLength(MAX_FILES),
)

type Attached = { parts: FilePart[]; contents: FileContent[] }

/** The parts of a message that has these files. What they are is told by what is in them. */
export function attached(files: v.InferOutput<typeof Files>): Result<Attached> {
  const all: Attached = { parts: [], contents: [] }
  for (const { filename: name, data } of files) {
    const bytes = bytesOf(data)
    const media = sniffed(bytes)
    const most = media ? MAX_MEDIA_BYTES : MAX_FILE_BYTES
    if (bytes.length === 0) return fail('bad_request', `${name} is empty`)
    if (bytes.length > most) return fail('too_large', `${name} has more than ${most} bytes`)
    const text = media ? data : textOf(bytes)
    if (text === null)
      return fail(
        'bad_request',
        `${name} is neither text in UTF-8 nor a picture, a PDF or a sound of a known type`,
      )
    const id = newId()
    const preview = media ? '' : previewOf(text)
    all.parts.push({ type: 'file', id, name, mime: media ?? 'text/plain', size: bytes.length, preview })
    all.contents.push({ id, text })
  }
  return ok(all)
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}
