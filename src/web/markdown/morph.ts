/**
 * Makes elements on the screen equal to new ones, touching only what differs. Text that grew is appended to the text
 * that is there: the rest is not laid out again, and what the reader has selected stays selected.
 */

/** Whether `old` can become `next`. */
export function isAlike(old: Node, next: Node): boolean {
  return old.nodeType === next.nodeType && old.nodeName === next.nodeName
}

/** `next` is used up. */
export function morph(old: Node, next: Node): void {
  if (old.nodeType === Node.TEXT_NODE) {
    morphText(old as Text, next as Text)
    return
  }
  // Drawn by a library, from a source that the class stands for: not to be looked into.
  if (old instanceof Element && next instanceof Element) {
    morphAttributes(old, next)
    if (next.hasAttribute('data-tex') && old.getAttribute('data-tex') === next.getAttribute('data-tex'))
      return
  }
  let here = old.firstChild
  let there = next.firstChild
  while (there) {
    const following = there.nextSibling
    if (here && isAlike(here, there)) {
      morph(here, there)
      here = here.nextSibling
    } else if (here) {
      const outdated = here
      here = here.nextSibling
      old.replaceChild(there, outdated)
    } else old.appendChild(there)
    there = following
  }
  while (here) {
    const outdated = here
    here = here.nextSibling
    old.removeChild(outdated)
  }
}

function morphText(old: Text, next: Text): void {
  if (old.data === next.data) return
  if (next.data.startsWith(old.data)) old.appendData(next.data.slice(old.data.length))
  else old.data = next.data
}

function morphAttributes(old: Element, next: Element): void {
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value)
  }
  for (const { name } of [...old.attributes]) if (!next.hasAttribute(name)) old.removeAttribute(name)
}
