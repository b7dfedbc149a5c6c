/** What a conversation answers to plain requests, of those who may see it: a reply as events, a file as a download. */
import { isId } from '../../shared/ids.ts'
import { fileOf } from './files.ts'
import type { Room } from './room.ts'
import { streamReply } from './sse.ts'
import type { Store } from './store.ts'

/** `GET ?reply=ID` (`Last-Event-ID` resumes it) or `GET ?file=ID`. */
export function serve(room: Room, store: Store, request: Request): Response {
  const { searchParams } = new URL(request.url)
  const [reply, file] = [searchParams.get('reply') ?? '', searchParams.get('file') ?? '']
  const message = isId(reply) ? store.message(reply) : undefined
  if (message?.role === 'assistant') return streamReply(room, message, request.headers.get('last-event-id'))
  const found = isId(file) ? fileOf(store, file) : undefined
  return found ? download(found) : new Response(null, { status: 404 })
}

/** Always as plain text to be saved: what somebody sent is never a page of ours. */
function download({ name, text }: { name: string; text: string }): Response {
  const plain = name.replace(/[^\w.-]/g, '_')
  return new Response(text, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}
