/** The person's own socket: what changes in their library, their models and their preferences, on any device. */
import { createModel, effect } from '@preact/signals'
import type { UserClientFrame, UserFrame } from '../../shared/protocol.ts'
import { renew } from '../api.ts'
import { openSocket } from '../net/socket.ts'
import type { LibraryModel } from './library.ts'
import type { PreferencesModel } from './preferences.ts'

export type UserLinkDeps = {
  library: LibraryModel
  preferences: PreferencesModel
  /** The models of this installation changed. */
  models: (frame: Extract<UserFrame, { t: 'models' }>) => void
  /** The session is over, by the server's word. */
  ended: () => void
}

const UNAUTHORIZED = 4401

export const UserLinkModel = createModel((deps: UserLinkDeps) => {
  const socket = openSocket<UserClientFrame, UserFrame>(
    '/api/user/ws',
    {
      open() {
        socket.send({ t: 'hello', since: deps.library.clock.peek() })
        deps.preferences.resend()
      },
      frame: take,
      close(code) {
        // A first one is answered by renewing; the socket gives up at the second.
        if (code === UNAUTHORIZED)
          void renew().then(
            (held) => held || deps.ended(),
            () => {},
          )
      },
    },
    { refresh: renew },
  )

  function take(frame: UserFrame): void {
    switch (frame.t) {
      case 'library':
      case 'item':
      case 'gone':
        deps.library.take(frame)
        break
      case 'models':
        deps.models(frame)
        break
      case 'preferences':
        deps.preferences.confirm(frame.preferences)
        break
      case 'shelves':
      case 'done':
        break
      case 'error':
        // A frame of ours was refused: a newer server, or a bug. The page goes on with what it has.
        console.warn('the server refused a frame', frame.code, frame.message)
        break
      default:
        // A server that was renewed while this page stayed open says more than the page knows.
        break
    }
  }

  effect(() => () => socket.close())

  return { status: socket.status, nextTryAt: socket.nextTryAt, send: socket.send, retryNow: socket.retryNow }
})
export type UserLinkModel = InstanceType<typeof UserLinkModel>
