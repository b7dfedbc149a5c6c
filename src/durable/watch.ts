/**
 * Tells the objects of people where their sockets are, so that revoking a session closes them [AC1]. Not in the first
 * moment: a message that comes with the socket goes first, and a socket that is gone by then was never there.
 */
import { type ObjectEnv, personOf } from './env.ts'
import type { Session } from './room/fanout.ts'

/** Ms after a socket opened. */
const LATER_MS = 50

export type WatchHost = {
  env: ObjectEnv
  conversation: string
  background(work: Promise<void>): void
  /** The session is over: its sockets here are to be closed. */
  revoked(user: string, sid: string): void
}

export class Watch {
  readonly #host: WatchHost
  /** Sockets so new that nobody was told of them. */
  readonly #fresh = new Set<Session>()

  constructor(host: WatchHost) {
    this.#host = host
  }

  opened(session: Session): void {
    this.#fresh.add(session)
    setTimeout(() => this.#fresh.delete(session) && this.#tell(session, true), LATER_MS)
  }

  closed(session: Session): void {
    if (!this.#fresh.delete(session)) this.#tell(session, false)
  }

  #tell({ caller }: Session, open: boolean): void {
    const { env, conversation, background, revoked } = this.#host
    const work = async () => {
      const alive = await personOf(env, caller.user).watch(conversation, caller.sid, open)
      if (open && !alive) revoked(caller.user, caller.sid)
    }
    // The Worker checked the session a moment ago; if the person's object is out of reach, that has to do.
    background(work().catch(() => {}))
  }
}
