/** Carries what makes messages to the server, in its order, and before each message what is in its files. */
import type { ClientFrame, MAX_PIECE } from '../../shared/protocol.ts'
import { heldText, recallTexts } from './file-texts.ts'
import { filesIn, type Outbox, type Unsent } from './outbox.ts'

/** UTF-16 code units of a file that one frame carries. Checked by its type: the value would bring the server's schemas. */
const PIECE: typeof MAX_PIECE = 400_000

type Deps = {
  outbox: Outbox
  send(frame: ClientFrame): boolean | undefined
  /** Whether it is to be sent at all. */
  wanted(frame: Unsent): boolean
  /** It was sent with everything else that waits. */
  carried(frame: Unsent): void
}

export function createCarrying({ outbox, send, wanted, carried }: Deps) {
  let turns = 0
  /** Files of the outbox are being fetched: what is sent meanwhile goes with it, in its order. */
  let fetching = false

  function carry(frame: Unsent): boolean {
    for (const { id } of filesIn(frame)) {
      const text = heldText(id) ?? ''
      for (let at = 0; at < text.length; at += PIECE)
        send({ t: 'file', id, at, text: text.slice(at, at + PIECE) })
    }
    return send(frame) === true
  }

  /** Everything that waits. What is in files of an earlier page is fetched first. */
  async function all(): Promise<void> {
    const turn = ++turns
    const ids = outbox.list().flatMap((frame) => filesIn(frame).map(({ id }) => id))
    fetching = ids.some((id) => heldText(id) === undefined)
    if (fetching) await recallTexts(ids)
    if (turn !== turns) return
    fetching = false
    for (const frame of outbox.list()) {
      if (!wanted(frame)) continue
      carry(frame)
      carried(frame)
    }
  }

  return {
    all,
    /** False: the line is down, or something goes first. */
    one(frame: Unsent): boolean {
      if (!fetching && filesIn(frame).some(({ id }) => heldText(id) === undefined)) void all()
      return !fetching && carry(frame)
    },
  }
}
