/** Brings what is in files that were chosen on another device: when they are opened, sent, or about to be written over. */
import type { FilePart } from '../../shared/parts.ts'
import type { ConversationModel } from './conversation.ts'
import { heldText, holdText, recallTexts } from './file-texts.ts'

/** After this long it is tried again, also where nothing told of a change. */
const AGAIN_MS = 5000

/** Fired where a file has arrived at the server. */
export const ARRIVED = 'parley:arrived'

/** Whether the texts of all these files are here now. */
export async function bring(of: string, files: readonly FilePart[]): Promise<boolean> {
  const lacking = () => files.filter(({ id }) => heldText(id) === undefined)
  if (lacking().length > 0) await recallTexts(lacking().map(({ id }) => id))
  await Promise.all(lacking().map(({ id }) => fetchText(of, id)))
  return lacking().length === 0
}

/**
 * Brings what is in all files of the next message: tries until it is here (true), or until its writer has changed the
 * message, or gone elsewhere.
 */
export async function bringAll(
  { composer, attached }: Pick<ConversationModel, 'composer' | 'attached'>,
  isShown: () => boolean,
): Promise<boolean> {
  const of = composer.key.peek()
  const now = () =>
    [composer.key.peek(), composer.text.peek(), ...attached.files.peek().map(({ id }) => id)].join()
  const before = now()
  const wanted = () => isShown() && now() === before
  while (wanted()) {
    const whole = await bring(of, attached.files.peek())
    attached.arrived()
    if (whole) return wanted()
    await change()
  }
  return false
}

/** The connection is back, the other device has brought a file, or some time is over. */
function change(): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      removeEventListener(ARRIVED, done)
      resolve()
    }
    const timer = setTimeout(done, AGAIN_MS)
    addEventListener('online', done)
    addEventListener(ARRIVED, done)
  })
}

async function fetchText(of: string, id: string): Promise<void> {
  try {
    const answer = await fetch(`/api/drafts/${of}/files/${id}`)
    if (answer.ok) holdText(id, await answer.text())
  } catch {
    // No connection: who asks says so.
  }
}
