/** Makes elements. Text becomes text nodes and nothing else; links leave for a page of their own. */
import type { El } from './elements.ts'

export function build({ tag, attributes, kids }: El): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes ?? {})) element.setAttribute(name, value)
  if (tag === 'a') {
    element.setAttribute('target', '_blank')
    element.setAttribute('rel', 'noopener noreferrer nofollow')
  }
  for (const kid of kids) element.append(typeof kid === 'string' ? kid : build(kid))
  return element
}
