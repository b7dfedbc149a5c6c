/** What somebody asked for is on its way over a slow line: a thin line at the top of the page says that they were heard. */

const SOON_MS = 100

let waits = 0
let timer: ReturnType<typeof setTimeout> | undefined

/** Passes on `what`. Only what follows a press shows the line: for anything else nobody waits. */
export function awaited<T>(what: Promise<T>): Promise<T> {
  if (!navigator.userActivation?.isActive) return what
  const { dataset } = document.documentElement
  const end = () => {
    if (--waits > 0) return
    clearTimeout(timer)
    delete dataset.waiting
  }
  if (waits++ === 0)
    timer = setTimeout(() => {
      dataset.waiting = ''
    }, SOON_MS)
  what.then(end, end)
  return what
}
