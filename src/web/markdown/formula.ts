/** Formulas, drawn by KaTeX, which is loaded with the first one. Until then there is a place for them. */
import type { Maths } from './maths.ts'

let maths: Maths | null = null
let loading = false
/** Drawn ones by their source: the tail of a running answer is made anew many times a second. */
const drawn = new Map<string, Element>()
const MAX_KEPT = 200

/** Turns the element that holds TeX into a formula, now or as soon as that is possible. */
export function drawFormula(code: Element): void {
  const tex = code.textContent ?? ''
  code.setAttribute('data-tex', tex)
  if (!tex) return
  if (maths) fill(code, maths)
  else if (!loading) {
    loading = true
    import('./maths.ts').then(
      (module) => {
        maths = module.maths
        for (const waiting of document.querySelectorAll('code.maths[data-tex]:not(.drawn)'))
          fill(waiting, maths)
      },
      () => {
        // A new version was deployed meanwhile: the next formula tries again.
        loading = false
      },
    )
  }
}

function fill(code: Element, { draw }: Maths): void {
  const tex = code.getAttribute('data-tex') ?? ''
  if (!tex) return
  const display = code.classList.contains('display')
  const key = `${display} ${tex}`
  const known = drawn.get(key) ?? draw(tex, display)
  if (!drawn.has(key)) drawn.set(key, known)
  if (drawn.size > MAX_KEPT) drawn.delete(drawn.keys().next().value!)
  code.classList.add('drawn')
  code.replaceChildren(known.cloneNode(true))
}
