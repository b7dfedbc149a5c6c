/**
 * Words: how a text is cut for the index, and how what somebody typed becomes a question to it. What was typed is data:
 * everything goes into FTS5 strings, so nothing of it can be syntax.
 */

/** Words of one query at most. What was pasted is found by its first ones. */
const MAX_WORDS = 12

/** Signs of a word at most. */
const MAX_WORD = 64

/** Scripts that are written without spaces: every sign is a word, and a run of them is a phrase. */
const UNSPACED =
  '[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}]'
const ONE_UNSPACED = new RegExp(UNSPACED, 'u')
const EACH_UNSPACED = new RegExp(UNSPACED, 'gu')
const RUNS = new RegExp(`(?:${UNSPACED}\\p{M}*)+|(?:(?!${UNSPACED})[\\p{L}\\p{M}\\p{N}])+`, 'gu')

export const isUnspaced = (text: string): boolean => ONE_UNSPACED.test(text)

/** The text as it is indexed: signs of unspaced scripts stand alone. */
export function segmented(text: string): string {
  return isUnspaced(text) ? text.replace(EACH_UNSPACED, ' $& ') : text
}

/** What is a word in `text`, or a run of unspaced signs, in order. */
export function runsOf(text: string): IterableIterator<RegExpExecArray> {
  return text.matchAll(RUNS)
}

/** As words are compared: lower case, without accents. May change the length. */
export function folded(text: string): string {
  // Most of what is written is plain ASCII, and normalising is by far the dearest step.
  if (isAscii(text)) return text.toLowerCase()
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]+/g, '')
    .normalize('NFC')
    .toLowerCase()
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false
  return true
}

/** A word somebody looks for, folded. `last`: it may be the beginning of one. */
export type Word = { text: string; last: boolean }

/** The words of a query, each once; none when it holds nothing that is indexed. */
export function wordsOf(query: string): Word[] {
  const words: string[] = []
  for (const [run] of runsOf(query)) {
    const word = folded([...run].slice(0, MAX_WORD).join(''))
    if (!/[\p{L}\p{N}]/u.test(word) || words.includes(word)) continue
    words.push(word)
    if (words.length === MAX_WORDS) break
  }
  return words.map((text, n) => ({ text, last: n === words.length - 1 }))
}

/** A string of FTS5: inside the quotes nothing is syntax. */
export const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** One word as a question to the index. A single letter begins every other word, so it stands for itself. */
export function matchOf({ text, last }: Word): string {
  const cut = segmented(text).trim()
  return last && text.length > 1 ? `${quoted(cut)} *` : quoted(cut)
}

/** What a row is about besides its text, as words of the second column. Hexadecimal, so that names cannot collide with cuts. */
export function facet(kind: 'c' | 'm' | 'r', name: string): string {
  let hex = kind
  for (const unit of new TextEncoder().encode(name)) hex += unit.toString(16).padStart(2, '0')
  return hex
}
