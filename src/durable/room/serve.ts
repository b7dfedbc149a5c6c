/** What a conversation answers to plain requests, of those who may see it: a reply as events, a file as a download. */
import { isId } from '../../shared/ids.ts'
import { download, isHeld } from '../download.ts'
import { fileOf, hasFile } from './files.ts'
import type { Room } from './room.ts'
import { streamReply } from './sse.ts'
import type { Store } from './store.ts'

/** `GET ?reply=ID` (`Last-Event-ID` resumes it) or `GET ?file=ID`. */
export function serve(room: Room, store: Store, request: Request): Response {
  const { searchParams } = new URL(request.url)
  const [reply, file] = [searchParams.get('reply') ?? '', searchParams.get('file') ?? '']
  const message = isId(reply) ? store.message(reply) : undefined
  if (message?.role === 'assistant') return streamReply(room, message, request.headers.get('last-event-id'))
  if (isId(file) && isHeld(request, file) && hasFile(store, file)) return new Response(null, { status: 304 })
  const found = isId(file) ? fileOf(store, file) : undefined
  const fleeting = store.head?.temporary === true
  return found ? download({ id: file, ...found }, { fleeting }) : new Response(null, { status: 404 })
}
