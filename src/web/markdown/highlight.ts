/**
 * Colours for code. Shiki with the browser's own regular expressions, loaded on demand, and each language when it first
 * occurs. Works in short steps while the page has nothing better to do: an answer that is being written comes first.
 */
import { createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { codeText } from './dress.ts'
import { KINDS, THEME } from './highlight-theme.ts'
import { languageFor } from './languages.ts'

/** Lines of one step: a few ms. */
const STEP_LINES = 12

let highlighter: Promise<HighlighterCore> | undefined

/** Colours a settled block of code. Leaves it as it is when its language is not known. */
export async function highlight(figure: HTMLElement): Promise<void> {
  const language = languageFor(figure.dataset.lang ?? '')
  if (!language) return
  await idle()
  highlighter ??= createHighlighterCore({
    themes: [THEME],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  })
  const shiki = await highlighter
  const { default: grammars } = await language.load()
  await idle()
  await shiki.loadLanguage(...grammars)
  const lines = codeText(figure).split('\n')
  let state: ReturnType<HighlighterCore['getLastGrammarState']> | undefined
  let from = 0
  for (const chunk of figure.querySelectorAll<HTMLElement>('.code-chunk')) {
    const end = from + Number(chunk.dataset.lines)
    const text = lines.slice(from, end).join('\n')
    const fragment = document.createDocumentFragment()
    for (; from < end; from += STEP_LINES) {
      await idle()
      const part = lines.slice(from, Math.min(end, from + STEP_LINES)).join('\n')
      const options = { lang: language.name, theme: THEME.name, ...(state && { grammarState: state }) }
      if (fragment.firstChild) fragment.append('\n')
      colour(shiki.codeToTokensBase(part, options), fragment)
      state = shiki.getLastGrammarState(part, options)
    }
    from = end
    if (!chunk.isConnected || chunk.textContent !== text) return
    chunk.replaceChildren(fragment)
  }
}

/** Resolves when the page has time, or has been busy for so long that waiting on is no use. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no such call; a timer at least lets the next picture be drawn.
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 1000 })
    else setTimeout(resolve, 30)
  })
}

function colour(lines: { content: string; color?: string | undefined }[][], into: DocumentFragment): void {
  lines.forEach((line, n) => {
    let plain = n > 0 ? '\n' : ''
    for (const { content, color } of line) {
      const kind = color && KINDS[color.toUpperCase()]
      if (!kind) {
        plain += content
        continue
      }
      if (plain) into.append(plain)
      plain = ''
      const span = document.createElement('span')
      span.className = `tok-${kind}`
      span.textContent = content
      into.append(span)
    }
    if (plain) into.append(plain)
  })
}
