/** Files that go with the next message of a conversation. Kept in this browser, and with its draft on other devices. */
import { batch, signal } from '@preact/signals'
import type { FilePart } from '../../shared/parts.ts'
import { keep, recall, storedKeys } from '../storage.ts'
import { dropText, heldText, holdText, recallTexts } from './file-texts.ts'
import { OUTBOX_PREFIX } from './outbox.ts'

const PREFIX = 'parley.attached.'

/** More than anybody reads, and than one message may hold. */
export const MAX_ATTACHED = 10

export type AttachedModel = ReturnType<typeof createAttached>

export function createAttached(of: string) {
  let key = PREFIX + of
  const files = signal<readonly FilePart[]>(read(key))
  /** Of the other draft that is offered. */
  const offered = signal<readonly FilePart[]>([])
  /** Those that found no room at the server: they stay on this device. */
  const alone = signal<ReadonlySet<string>>(new Set())
  /** Those that another device has not brought to the server yet. */
  const coming = signal<ReadonlySet<string>>(new Set())
  /** Files that were chosen and are being read; pictures are scaled down meanwhile. */
  const preparing = signal(0)
  const kept = files.peek()
  // What an earlier page kept is at hand before it is asked for; who draws the list hears when.
  if (kept.length > 0) void recallTexts(kept.map(({ id }) => id)).then(arrived)

  function set(next: readonly FilePart[]): void {
    files.value = next
    keep(key, next.length > 0 ? JSON.stringify(next) : null)
  }

  /** What is in some of them is here now. */
  function arrived(): void {
    files.value = [...files.peek()]
    // What fetches the rest is wanted when they are sent, perhaps without a connection.
    if (!isWhole()) void import('./attached-bring.ts').catch(() => {})
  }

  /** Whether what is in all of them is here. */
  function isWhole(): boolean {
    return preparing.peek() === 0 && files.peek().every(({ id }) => heldText(id) !== undefined)
  }

  /** Forgets what is in files that nobody needs any more. */
  function forget(gone: readonly FilePart[]): void {
    const still = [...files.peek(), ...offered.peek()]
    for (const { id } of gone) if (!still.some((file) => file.id === id) && !isWanted(id)) dropText(id)
  }

  return {
    files,
    offered,
    alone,
    coming,
    preparing,
    set,
    arrived,
    isWhole,

    add(file: FilePart, text: string): void {
      holdText(file.id, text)
      set([...files.peek(), file])
    },

    /** Takes a file away. What is in it is forgotten unless a message has it. */
    remove(id: string): void {
      const gone = files.peek().filter((file) => file.id === id)
      set(files.peek().filter((file) => file.id !== id))
      forget(gone)
    },

    /** Another device says which they are. Those that are only here stay. */
    replace(next: readonly FilePart[]): void {
      const before = files.peek()
      const here = before.filter(({ id }) => alone.peek().has(id) && !next.some((file) => file.id === id))
      set([...next, ...here])
      forget(before)
      // Another tab of this browser may have chosen them.
      if (!isWhole()) void recallTexts(next.map(({ id }) => id)).then(arrived)
    },

    /** Offers the files of another draft. */
    offer(others: readonly FilePart[]): void {
      const before = offered.peek()
      offered.value = others
      forget(before)
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
      batch(() => {
        set(files.peek())
        alone.value = coming.value = new Set()
      })
    },
  }
}

/** A message that waits, or the draft of another conversation, in any tab. */
function isWanted(id: string): boolean {
  return storedKeys().some(
    (key) => (key.startsWith(PREFIX) || key.startsWith(OUTBOX_PREFIX)) && recall(key)?.includes(id),
  )
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
