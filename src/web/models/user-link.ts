/** The person's own socket: what changes in their library, their models and their preferences, on any device. */
import { computed, createModel, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { UserClientFrame, UserFrame } from '../../shared/protocol.ts'
import { renew } from '../net/renew.ts'
import { openSocket } from '../net/socket.ts'
import type { LibraryModel } from './library.ts'
import type { PreferencesModel } from './preferences.ts'
import type { PresetsModel } from './presets.ts'
import type { ShelvesModel } from './shelves.ts'

export type UserLinkDeps = {
  library: LibraryModel
  shelves: ShelvesModel
  /** The conversation that somebody sees on this page. */
  looks: ReadonlySignal<string | null>
  preferences: PreferencesModel
  /** The models of this installation changed. */
  models: (frame: Extract<UserFrame, { t: 'models' }>) => void
  /** Asked for when there is something to say. */
  presets: () => Pick<PresetsModel, 'take' | 'resume'>
  /** The session is over, by the server's word. */
  ended: () => void
}

const UNAUTHORIZED = 4401

export const UserLinkModel = createModel((deps: UserLinkDeps) => {
  /** The last answer to a search; whoever asked knows its number. */
  const found = signal<Extract<UserFrame, { t: 'found' }> | null>(null)
  /** The last word on a draft. */
  const draft = signal<Extract<UserFrame, { t: 'draft' | 'draft-kept' | 'draft-file' }> | null>(null)
  /** The last word on prompts. */
  const prompts = signal<Extract<UserFrame, { t: 'prompts' }> | null>(null)
  const socket = openSocket<UserClientFrame, UserFrame>(
    '/api/user/ws',
    {
      open() {
        socket.send({ t: 'hello', since: deps.library.clock.peek() })
        deps.preferences.resend()
        deps.library.resend()
        deps.presets().resume()
        socket.send({ t: 'look', id: deps.looks.peek() })
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
    { refresh },
  )

  /** A browser does not say why a socket was refused; that the session cannot be renewed says it. */
  async function refresh(): Promise<boolean> {
    const held = await renew()
    if (!held) deps.ended()
    return held
  }

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
        deps.shelves.take(frame)
        break
      case 'done':
        deps.library.answer(frame)
        break
      case 'found':
        found.value = frame
        break
      case 'presets':
        deps.presets().take(frame)
        break
      case 'prompts':
        prompts.value = frame
        break
      case 'draft':
      case 'draft-kept':
      case 'draft-file':
        draft.value = frame
        break
      case 'error':
        // What was asked for was refused: whoever asked says so.
        if (deps.library.answer(frame)) break
        // A frame of ours was refused: a newer server, or a bug. The page goes on with what it has.
        console.warn('the server refused a frame', frame.code, frame.message)
        break
      default:
        // A server that was renewed while this page stayed open says more than the page knows.
        break
    }
  }

  effect(() => () => socket.close())
  effect(() => {
    socket.send({ t: 'look', id: deps.looks.value })
  })

  return {
    status: socket.status,
    online: computed(() => socket.status.value === 'open'),
    nextTryAt: socket.nextTryAt,
    found,
    prompts,
    draft,
    send: socket.send,
    retryNow: socket.retryNow,
  }
})
export type UserLinkModel = InstanceType<typeof UserLinkModel>
