import { bytesOf, isBase64 } from '../shared/base64.ts'
import { mediaOf } from '../shared/media.ts'

/** Seconds in which a picture that is drawn again is not asked for again. Nothing changes what is in it. */
const DRAWN_SECONDS = 3600

/**
 * A file as somebody sent it, never as a page of ours: text is plain text to be saved, and only pictures are shown where
 * they are. `fleeting`: no copy may stay behind.
 */
export function download(
  { name, mime, text }: { name: string; mime: string; text: string },
  { fleeting = false } = {},
): Response {
  const kind = mediaOf(mime)
  // What waits in a draft is not looked into before it is sent.
  if (kind && !isBase64(text)) return new Response(null, { status: 404 })
  const plain = name.replace(/[^\w.-]/g, '_')
  const how = kind === 'image' ? 'inline' : 'attachment'
  return new Response(kind ? bytesOf(text) : text, {
    headers: {
      'content-type': kind ? mime : 'text/plain; charset=utf-8',
      'content-disposition': `${how}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control':
        kind === 'image' && !fleeting ? `private, max-age=${DRAWN_SECONDS}` : 'private, no-store',
    },
  })
}
