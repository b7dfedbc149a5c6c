import { bytesOf, isBase64 } from '../shared/base64.ts'
import { mediaOf } from '../shared/media.ts'

/**
 * A file as somebody sent it, never as a page of ours: text is plain text to be saved, and only pictures are shown where
 * they are. `fleeting`: no copy may stay behind. Of other pictures one stays with the browser, which asks each time whether
 * it may still show it: not after its owner has left, nor once it is erased.
 */
export function download(
  { id, name, mime, text }: { id: string; name: string; mime: string; text: string },
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
      ...(kind === 'image' && !fleeting
        ? { 'cache-control': 'private, no-cache', etag: tagOf(id) }
        : { 'cache-control': 'private, no-store' }),
    },
  })
}

/** What is in a file never changes. */
const tagOf = (id: string) => `"${id}"`

/** Whether the browser has this picture already. */
export const isHeld = (request: Request, id: string): boolean =>
  request.headers.get('if-none-match') === tagOf(id)
