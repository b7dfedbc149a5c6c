/** KaTeX with its styles and fonts. Loaded on demand. */
import katex from 'katex'
import css from 'katex/dist/katex.min.css' with { type: 'text' }
import { FONTS } from './maths-fonts.ts'

export type Maths = { draw(tex: string, display: boolean): Element }

// A style sheet of its own instead of a file: it comes with this script, and the page needs no second request.
const sheet = new CSSStyleSheet()
sheet.replaceSync(
  css.replace(/src:url\(fonts\/([\w-]+)\.woff2\)[^;}]*/g, (_, name: string) => {
    return `src:url(${FONTS[name] ?? ''}) format("woff2")`
  }),
)
document.adoptedStyleSheets.push(sheet)

export const maths: Maths = {
  draw(tex, display) {
    const element = document.createElement('span')
    katex.render(tex, element, {
      displayMode: display,
      throwOnError: false,
      errorColor: 'currentColor',
      // No links, no pictures, no styles out of a formula, and none that grows without end.
      trust: false,
      strict: 'ignore',
      maxExpand: 300,
      maxSize: 40,
    })
    return element
  },
}
