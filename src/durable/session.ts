/** The session of a socket, also after its object slept: who it is travels in the socket's attachment. */
import type { Session } from './room/fanout.ts'
import type { Caller } from './rpc.ts'

const sessions = new WeakMap<WebSocket, Session>()

/** The one session of this socket. */
export function sessionOf(ws: WebSocket): Session {
  const known = sessions.get(ws)
  if (known) return known
  const { ready, ...caller } = ws.deserializeAttachment() as Caller & { ready: boolean }
  const session: Session = {
    caller,
    ready,
    send: (text) => ws.send(text),
    close: (code, reason) => ws.close(code, reason),
  }
  sessions.set(ws, session)
  return session
}

/** Answers the end of a socket. 1005, 1006 and 1015 are reserved: they tell that no code came, and may not be sent. */
export function closeBack(ws: WebSocket, code: number): void {
  ws.close(code === 1005 || code === 1006 || code === 1015 ? 1000 : code)
}
