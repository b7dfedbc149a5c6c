/**
 * Carries what is in the files of drafts to the server, a piece at a time: the next one goes when the server says where it
 * goes on. So it never stands in the way of what is typed, and goes on where it was after the connection was lost.
 */
import type { Lack, MAX_DRAFT_PIECE } from '../../shared/drafts.ts'
import type { UserClientFrame, UserFrame } from '../../shared/protocol.ts'
import { heldText, recallTexts } from './file-texts.ts'

// Checked by its type. Importing the value would bring the server's schemas.
const PIECE: typeof MAX_DRAFT_PIECE = 200_000

export function createDraftCarrying(send: (frame: UserClientFrame) => boolean) {
  /** Files to carry, by draft and id, and where each goes on. */
  const waiting = new Map<string, { of: string; id: string; at: number }>()
  let flying: string | null = null

  async function next(): Promise<void> {
    const [key, one] = waiting.entries().next().value ?? []
    if (flying !== null || key === undefined || !one) return
    flying = key
    if (heldText(one.id) === undefined) await recallTexts([one.id])
    // Meanwhile it may have been taken off, or the connection lost.
    if (flying !== key) return
    const text = heldText(one.id)
    const there = waiting.has(key) && text !== undefined && one.at < text.length
    if (there && send({ t: 'draft-file', of: one.of, id: one.id, at: one.at, text: pieceOf(text, one.at) }))
      return
    if (!there) waiting.delete(key)
    flying = null
    if (!there) void next()
  }

  return {
    /** What the server lacks of the files of a draft, by its word. */
    take(of: string, lacks: readonly Lack[]): void {
      for (const [key, one] of waiting) if (one.of === of && key !== flying) waiting.delete(key)
      for (const { id, at } of lacks) if (flying !== `${of} ${id}`) waiting.set(`${of} ${id}`, { of, id, at })
      void next()
    },

    /** A piece has arrived, or the file is not waited for any more. */
    told({ of, id, at, whole }: Extract<UserFrame, { t: 'draft-file' }>): void {
      const key = `${of} ${id}`
      const one = waiting.get(key)
      if (one && at !== null && !whole) one.at = at
      else waiting.delete(key)
      if (flying !== key) return
      flying = null
      void next()
    },

    /** Nothing of this draft is to leave the browser from now on. */
    drop(of: string): void {
      for (const [key, one] of waiting) if (one.of === of) waiting.delete(key)
    },

    /** The connection is lost. Returns the drafts whose files have not all arrived. */
    pause(): Set<string> {
      flying = null
      return new Set([...waiting.values()].map(({ of }) => of))
    },
  }
}

/** Two halves of one character stay together: alone, neither is text. */
function pieceOf(text: string, at: number): string {
  const end = Math.min(at + PIECE, text.length)
  return text.slice(at, end < text.length && /[\uD800-\uDBFF]/.test(text[end - 1] as string) ? end - 1 : end)
}
