/** Files that go with the next message of a conversation. Kept in this browser, like its draft. */
import { signal } from '@preact/signals'
import type { FilePart } from '../../shared/parts.ts'
import { keep, recall } from '../storage.ts'
import { dropText, holdText, recallTexts } from './file-texts.ts'

const PREFIX = 'parley.attached.'

/** More than anybody reads, and than one message may hold. */
export const MAX_ATTACHED = 10

export type AttachedModel = ReturnType<typeof createAttached>

export function createAttached(of: string) {
  let key = PREFIX + of
  const files = signal<readonly FilePart[]>(read(key))
  const kept = files.peek()
  // What an earlier page kept is at hand before it is asked for; who draws the list hears when.
  if (kept.length > 0)
    void recallTexts(kept.map(({ id }) => id)).then(() => {
      files.value = [...files.peek()]
    })

  function set(next: readonly FilePart[]): void {
    files.value = next
    keep(key, next.length > 0 ? JSON.stringify(next) : null)
  }

  return {
    files,

    add(file: FilePart, text: string): void {
      holdText(file.id, text)
      set([...files.peek(), file])
    },

    /** Takes a file away. What is in it is forgotten unless a message has it. */
    remove(id: string): void {
      set(files.peek().filter((file) => file.id !== id))
      dropText(id)
    },

    take(): readonly FilePart[] {
      const taken = files.peek()
      if (taken.length > 0) set([])
      return taken
    },

    /** Gives back what could not be sent. */
    giveBack(lost: readonly FilePart[]): void {
      if (lost.length > 0) set([...lost, ...files.peek()].slice(0, MAX_ATTACHED))
    },

    moveTo(to: string): void {
      keep(key, null)
      key = PREFIX + to
      set(files.peek())
    },
  }
}

function read(key: string): readonly FilePart[] {
  try {
    const kept: unknown = JSON.parse(recall(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter((file) => file?.type === 'file') : []
  } catch {
    // holds something that is not ours
    return []
  }
}
