/** Brings what is in files that were chosen on another device: when they are opened, sent, or about to be written over. */
import { isId } from '../../shared/ids.ts'
import { mediaOf } from '../../shared/media.ts'
import type { FilePart } from '../../shared/parts.ts'
import type { ConversationModel } from './conversation.ts'
import { base64Of } from './file-sources.ts'
import { heldText, holdText, recallTexts } from './file-texts.ts'

/** After this long it is tried again, also where nothing told of a change. */
const AGAIN_MS = 5000

/** Fired where a file has arrived at the server. */
export const ARRIVED = 'parley:arrived'

type Writing = Pick<ConversationModel, 'composer' | 'attached'>

/** Whether the texts of all these files are here now. */
export async function bring(of: string, files: readonly FilePart[]): Promise<boolean> {
  const lacking = () => files.filter(({ id }) => heldText(id) === undefined)
  if (lacking().length > 0) await recallTexts(lacking().map(({ id }) => id))
  await Promise.all(lacking().map((file) => fetchText(of, file)))
  return lacking().length === 0
}

/**
 * Brings what is in all files of the next message: tries until it is here (true), or until its writer has changed the
 * message, or gone elsewhere.
 */
export async function bringAll({ composer, attached }: Writing, isShown: () => boolean): Promise<boolean> {
  if (attached.preparing.peek() > 0 && !(await prepared({ composer, attached }))) return false
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

/** Waits for files that are being read. False: one of them was refused, or the message is another one now. */
async function prepared({ composer, attached }: Writing): Promise<boolean> {
  const { files, preparing } = attached
  const text = composer.text.peek()
  const wanted = files.peek().length + preparing.peek()
  await new Promise<void>((resolve) => {
    const end = preparing.subscribe((count) => {
      if (count > 0) return
      end()
      resolve()
    })
  })
  return composer.text.peek() === text && files.peek().length === wanted
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

/** From the draft, or from the conversation, which has what came back from it a moment ago. */
async function fetchText(of: string, { id, mime }: FilePart): Promise<void> {
  const places = ['drafts', ...(isId(of) ? ['convos'] : [])]
  for (const place of places) {
    try {
      const answer = await fetch(`/api/${place}/${of}/files/${id}`)
      if (!answer.ok) continue
      holdText(id, mediaOf(mime) ? await base64Of(await answer.blob()) : await answer.text())
      return
    } catch {
      // No connection: who asks says so.
    }
  }
}
