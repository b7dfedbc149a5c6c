/**
 * Colours for code. Shiki with the browser's own regular expressions, loaded on demand, and each language when it first
 * occurs. Works in short steps, so that the page never stands still for a long listing.
 */
import { createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { codeText } from './dress.ts'
import { KINDS, THEME } from './highlight-theme.ts'
import { languageFor } from './languages.ts'

/** Ms of work between two pauses. */
const STEP_MS = 8

let highlighter: Promise<HighlighterCore> | undefined

/** Colours a settled block of code. Leaves it as it is when its language is not known. */
export async function highlight(figure: HTMLElement): Promise<void> {
  const language = languageFor(figure.dataset.lang ?? '')
  if (!language) return
  highlighter ??= createHighlighterCore({
    themes: [THEME],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  })
  const shiki = await highlighter
  const { default: grammars } = await language.load()
  await shiki.loadLanguage(...grammars)
  const text = codeText(figure)
  const chunks = figure.querySelectorAll<HTMLElement>('.code-chunk')
  const lines = text.split('\n')
  let state: ReturnType<HighlighterCore['getLastGrammarState']> | undefined
  let from = 0
  let started = performance.now()
  for (const chunk of chunks) {
    const part = lines.slice(from, from + Number(chunk.dataset.lines)).join('\n')
    from += Number(chunk.dataset.lines)
    const options = { lang: language.name, theme: THEME.name, ...(state && { grammarState: state }) }
    const tokens = shiki.codeToTokensBase(part, options)
    state = shiki.getLastGrammarState(part, options)
    if (!chunk.isConnected || chunk.textContent !== part) return
    chunk.replaceChildren(colour(tokens))
    if (performance.now() - started < STEP_MS) continue
    await new Promise((resolve) => setTimeout(resolve))
    started = performance.now()
  }
}

function colour(lines: { content: string; color?: string | undefined }[][]): DocumentFragment {
  const fragment = document.createDocumentFragment()
  lines.forEach((line, n) => {
    let plain = n > 0 ? '\n' : ''
    for (const { content, color } of line) {
      const kind = color && KINDS[color.toUpperCase()]
      if (!kind) {
        plain += content
        continue
      }
      if (plain) fragment.append(plain)
      plain = ''
      const span = document.createElement('span')
      span.className = `tok-${kind}`
      span.textContent = content
      fragment.append(span)
    }
    if (plain) fragment.append(plain)
  })
  return fragment
}
