/** A message that is being rewritten, kept in this browser: a reload loses none of it. */
import { keepWords, recall, storedKeys } from '../storage.ts'

const PREFIX = 'parley.edit.'
/** Rewritings that nobody will come back to. */
const MAX = 30

/** The new words for a message; null where there are none. */
export function recallEdit(message: string): string | null {
  const stored = recall(PREFIX + message)
  return stored === null ? null : stored.slice(stored.indexOf(' ') + 1)
}

/** Null: it is done, or given up. */
export function keepEdit(message: string, words: string | null): void {
  keepWords(PREFIX + message, words === null ? null : `${Date.now()} ${words}`)
  if (words !== null) prune()
}

function prune(): void {
  const keys = storedKeys().filter((key) => key.startsWith(PREFIX))
  const age = (key: string) => Number.parseInt(recall(key) ?? '0', 10)
  const old = keys.length <= MAX ? [] : keys.toSorted((a, b) => age(a) - age(b)).slice(0, keys.length - MAX)
  for (const key of old) keepWords(key, null)
}
