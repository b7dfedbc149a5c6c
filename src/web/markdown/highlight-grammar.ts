/** Shiki with the browser's own regular expressions, and each language when it first occurs. Runs in the worker. */
import { createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { KINDS, THEME } from './highlight-theme.ts'
import { languageFor } from './languages.ts'

/** `chunks`: pieces of one listing that follow each other, each with whole lines. */
export type Job = { id: number; language: string; chunks: string[] }

/** Chunk `n` as words with their kinds; null is plain. */
export type Painted = { id: number; n: number; words: [string, string | null][]; last: boolean }

let highlighter: Promise<HighlighterCore> | undefined

/** Tells the colours of each chunk as soon as they are known. Says nothing about a language it does not know. */
export async function paint({ id, language, chunks }: Job, tell: (painted: Painted) => void): Promise<void> {
  const known = languageFor(language)
  if (!known) return
  highlighter ??= createHighlighterCore({
    themes: [THEME],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  })
  const shiki = await highlighter
  const { default: grammars } = await known.load()
  await shiki.loadLanguage(...grammars)
  let state: ReturnType<HighlighterCore['getLastGrammarState']> | undefined
  chunks.forEach((text, n) => {
    const options = { lang: known.name, theme: THEME.name, ...(state && { grammarState: state }) }
    const lines = shiki.codeToTokensBase(text, options)
    state = shiki.getLastGrammarState(text, options)
    tell({ id, n, words: wordsOf(lines), last: n === chunks.length - 1 })
  })
}

/** Neighbours of one kind are one word: an element less to draw. */
function wordsOf(lines: { content: string; color?: string | undefined }[][]): [string, string | null][] {
  const words: [string, string | null][] = []
  const add = (text: string, kind: string | null) => {
    const before = words.at(-1)
    if (before && before[1] === kind) before[0] += text
    else words.push([text, kind])
  }
  lines.forEach((line, n) => {
    if (n > 0) add('\n', null)
    for (const { content, color } of line) add(content, (color && KINDS[color.toUpperCase()]) || null)
  })
  return words
}
