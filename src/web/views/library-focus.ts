/** Where the keyboard is in the list, of which only what can be seen is drawn. */

/** Brings the row of a conversation into view, and with `focus` the keyboard to it. */
type Reveal = (id: string, focus: boolean) => void

let reveal: Reveal = () => {}

/** The list that is on the screen says how. Returns its end. */
export function revealBy(how: Reveal): () => void {
  reveal = how
  return () => {
    if (reveal === how) reveal = () => {}
  }
}

export function focusRow(id: string | undefined): void {
  if (id !== undefined) reveal(id, true)
}

export function showRow(id: string): void {
  reveal(id, false)
}
