/** What the conversation on the screen can do by its view: for keys and the palette, which know no view. */
import { useLayoutEffect } from 'preact/hooks'
import type { When } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'

export type Here = {
  toStart: () => void
  toEnd: () => void
  /** Opens a message for rewriting. */
  edit: (message: MessageModel) => void
  /** Shows another version of a message, and keeps the reader where they are. */
  select: (message: MessageModel, version: string) => void
  /** Sends what stands in the field. */
  send: (when: When) => void
}

/** Nothing in it while no conversation is on the screen. */
export const here: Partial<Here> = {}

/** As long as the view is there, it can do this. */
export function useHere(can: Partial<Here>): void {
  // With the picture, not after it: who sees a conversation can press its keys.
  useLayoutEffect(() => {
    Object.assign(here, can)
    return () => {
      for (const key of Object.keys(can) as (keyof Here)[]) if (here[key] === can[key]) delete here[key]
    }
  })
}
