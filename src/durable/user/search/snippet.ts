/** The passage of a text that shows why it was found, with the matching places marked as data. */
import type { Snippet } from '../../../shared/search.ts'
import { folded, isUnspaced, runsOf, type Word } from './query.ts'

/** UTF-16 units of a snippet, about two lines. */
const LENGTH = 200

/** Shown before the first match. */
const LEAD = 40

/** How far a text is read for a passage: beyond, its beginning is shown. */
const MAX_READ = 500_000

/** A word with the places where it begins and ends. */
type Place = { from: number; to: number; word: number }

/**
 * The passage of `text` that holds most of `words` (its beginning when none is found). `words` are folded; of one that is
 * `last`, the beginning is enough.
 */
export function snippetOf(text: string, words: readonly Word[]): Snippet {
  const places = placesIn(text.slice(0, MAX_READ), words)
  const best = places.length === 0 ? 0 : densest(places)
  const first = places[best]?.from ?? 0
  const from = first <= LEAD ? 0 : wordStart(text, first - LEAD, first)
  const to = wordEnd(text, Math.min(text.length, from + LENGTH), Math.min(text.length, from + LENGTH - 20))
  const [head, tail] = [from > 0 ? '…' : '', to < text.length ? '…' : '']
  // One unit for one unit, so that the places stay.
  const body = text.slice(from, to).replace(/\s/gu, ' ')
  const ranges: [number, number][] = []
  for (const place of places) {
    if (place.from < from || place.to > to) continue
    const start = place.from - from + head.length
    const end = place.to - from + head.length
    const before = ranges.at(-1)
    if (before && start <= before[1]) before[1] = Math.max(before[1], end)
    else ranges.push([start, end])
  }
  return { text: head + body + tail, ranges }
}

/** Where words stand in `text`, in order. */
function placesIn(text: string, words: readonly Word[]): Place[] {
  const places: Place[] = []
  const unspaced = words.map((word) => isUnspaced(word.text))
  for (const match of runsOf(text)) {
    const run = folded(match[0])
    const from = match.index
    words.forEach((word, n) => {
      if (run === word.text) places.push({ from, to: from + match[0].length, word: n })
      else if (word.last && word.text.length > 1 && run.startsWith(word.text))
        places.push({ from, to: from + matching(match[0], word.text), word: n })
      else if (unspaced[n]) {
        // Inside a run of signs without spaces. Folding keeps their number in these scripts, or the mark is left out.
        if (run.length !== match[0].length) return
        for (let at = run.indexOf(word.text); at >= 0; at = run.indexOf(word.text, at + word.text.length))
          places.push({ from: from + at, to: from + at + word.text.length, word: n })
      }
    })
    if (places.length > 2000) break
  }
  return places.sort((a, b) => a.from - b.from)
}

/** Units of `run` whose folded form begins with `start`. */
function matching(run: string, start: string): number {
  let to = Math.min(run.length, start.length)
  while (to < run.length && folded(run.slice(0, to)).length < start.length) to++
  // Marks belong to the letter before them.
  while (to < run.length && /\p{M}/u.test(run[to]!)) to++
  return to
}

/** The place at which the passage with most different words begins. */
function densest(places: readonly Place[]): number {
  let [best, most] = [0, 0]
  for (let n = 0; n < places.length; n++) {
    const seen = new Set<number>()
    for (let m = n; m < places.length && places[m]!.to - places[n]!.from < LENGTH - LEAD; m++)
      seen.add(places[m]!.word)
    if (seen.size > most) [best, most] = [n, seen.size]
  }
  return best
}

/** The first beginning of a word after `at`, before `limit`. Never within a surrogate pair. */
function wordStart(text: string, at: number, limit: number): number {
  const space = text.slice(at, limit).search(/\s\S/u)
  return space >= 0 ? at + space + 1 : whole(text, at)
}

/** The last end of a word before `at`, after `limit`. */
function wordEnd(text: string, at: number, limit: number): number {
  if (at === text.length) return at
  const space = text.slice(limit, at).search(/\s\S*$/u)
  return space >= 0 ? limit + space : whole(text, at)
}

function whole(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at
}
