/** What the palette shows for what is written: everything that fits, in groups, the best first. Knows no page. */
import { fit, fold, wordsOf } from './fuzzy.ts'

export type Entry = {
  /** Unique among all. */
  id: string
  label: string
  /** By what it may be found besides its label; worth less. */
  words?: string
}

export type Source<E extends Entry> = {
  id: string
  label: string
  entries: readonly E[]
  /** Shown at most while something is looked for. */
  most: number
  /** Letters in order are enough. */
  loose: boolean
}

export type Shown<E extends Entry> = { entry: E; ranges: readonly [number, number][] }
export type ShownGroup<E extends Entry> = { id: string; label: string; shown: Shown<E>[] }

/** Found by its other words, an entry stands behind those that are called so. */
const BY_WORDS = 0.5

/** Names are folded once; there may be twenty thousand. */
const folded = new WeakMap<Entry, { label: string; all: string }>()

function foldedOf(entry: Entry): { label: string; all: string } {
  const known = folded.get(entry)
  if (known) return known
  const label = fold(entry.label)
  const made = { label, all: entry.words ? `${label} ${fold(entry.words)}` : label }
  folded.set(entry, made)
  return made
}

export function matching<E extends Entry>(sources: readonly Source<E>[], query: string): ShownGroup<E>[] {
  const words = wordsOf(query)
  if (words.length === 0) {
    return sources
      .filter(({ entries }) => entries.length > 0)
      .map(({ id, label, entries }) => ({
        id,
        label,
        shown: entries.map((entry) => ({ entry, ranges: [] })),
      }))
  }
  const groups = sources.map(({ id, label, entries, most, loose }) => {
    const fitting = entries.flatMap((entry, n) => {
      const names = foldedOf(entry)
      const own = fit(words, names.label, loose)
      const other = own ? null : fit(words, names.all, loose)
      if (own) return [{ entry, n, score: own.score, ranges: own.ranges }]
      return other ? [{ entry, n, score: other.score * BY_WORDS, ranges: [] }] : []
    })
    // What is as good stays in its order: that of the list, or the newest first.
    fitting.sort((a, b) => b.score - a.score || a.n - b.n)
    return { id, label, score: fitting[0]?.score ?? 0, shown: fitting.slice(0, most) }
  })
  return groups.filter(({ shown }) => shown.length > 0).sort((a, b) => b.score - a.score)
}
