/** What is worth doing only once a block will not change any more: highlighting its code, when it comes into sight. */
import { codeText } from './dress.ts'

/** Above this, colours cost more than they help. UTF-16 units. */
const MAX_HIGHLIGHT = 60_000

let observer: IntersectionObserver | undefined
const queue: Element[] = []
let working = false

/** `node` and everything in it is settled. */
export function settle(node: Element): void {
  const figures = node.matches('figure.code') ? [node] : node.querySelectorAll('figure.code')
  for (const figure of figures) {
    if (!(figure as HTMLElement).dataset.lang) continue
    observer ??= new IntersectionObserver(seen, { rootMargin: '400px 0px' })
    observer.observe(figure)
  }
}

function seen(entries: IntersectionObserverEntry[]): void {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue
    observer?.unobserve(target)
    queue.push(target)
  }
  if (queue.length && !working) void work()
}

async function work(): Promise<void> {
  working = true
  try {
    const { highlight } = await import('./highlight.ts')
    for (let figure = queue.shift(); figure; figure = queue.shift()) {
      if (figure.isConnected && codeText(figure).length <= MAX_HIGHLIGHT)
        await highlight(figure as HTMLElement)
    }
  } catch (error) {
    // Plain code reads well enough.
    console.warn('code is shown without colours', error)
  }
  working = false
}
