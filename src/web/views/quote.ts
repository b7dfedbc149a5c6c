/** Quotes in what is being written: as a block of Markdown, where the cursor is. */

/** The quote and where it goes in `text` with the cursor at `at`: on lines of its own, with room to write below. */
export function quoted(words: string, text: string, at: number): string {
  const lines = words.trim().split('\n')
  const block = lines.map((line) => (line.trim() ? `> ${line.trimEnd()}` : '>')).join('\n')
  const above = text.slice(0, at)
  const gap = above.trim() === '' ? '' : '\n'.repeat(2 - Math.min(2, /\n*$/.exec(above)![0].length))
  return `${gap}${block}\n\n`
}

/** Writes the quote into the field of the page, and puts the cursor below it. */
export function quote(words: string): void {
  const field = document.querySelector<HTMLTextAreaElement>('[data-composer]')
  if (!field || !words.trim()) return
  const at = field.selectionEnd
  const block = quoted(words, field.value, at)
  field.focus()
  field.setSelectionRange(at, at)
  // The only way that can be undone by Ctrl+Z; where it is gone, the rest does the same.
  if (document.execCommand?.('insertText', false, block)) return
  field.setRangeText(block, at, at, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** What is selected in messages, and nothing else. */
export function selectedWords(): { words: string; range: Range } | null {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  const within = (node: Node) =>
    (node instanceof Element ? node : node.parentElement)
      ?.closest('.prose, .bubble-text')
      ?.closest('.message')
  const words = selection.toString().trim()
  return words && within(range.startContainer) && within(range.endContainer) ? { words, range } : null
}
