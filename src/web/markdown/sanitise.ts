/**
 * The one way from HTML text to elements, for a running answer and for an old one alike. Whatever `html.ts` lets
 * through by mistake ends here: only these tags, these attributes, and addresses that lead to a page.
 */
import DOMPurify from 'dompurify'

const TAGS =
  'a b blockquote br code del div em h3 h4 h5 h6 hr i ins kbd li mark ol p pre s small span strong sub sup table tbody td th thead tr u ul'

const CONFIG = {
  ALLOWED_TAGS: TAGS.split(' '),
  ALLOWED_ATTR: ['class', 'href', 'title', 'start'],
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|\/(?!\/)|data:image\/(?:png|jpeg|gif|webp|avif);base64,)/i,
  RETURN_DOM_FRAGMENT: true as const,
}

/** Classes that have a meaning here. Nothing else may borrow the page's own looks. */
const CLASS =
  /^(?:language-[\w+#.-]+|maths|display|pending|to-left|to-center|to-right|task|tick|picture|formula)$/

DOMPurify.addHook('afterSanitizeAttributes', (element) => {
  if (element.hasAttribute('class')) {
    const kept = [...element.classList].filter((name) => CLASS.test(name))
    element.className = kept.join(' ')
  }
  const href = element.getAttribute('href')
  if (href === null) return
  // Only a picture may be data, and it is turned into one before anybody can follow it.
  if (/^data:/i.test(href) && !element.classList.contains('picture')) element.removeAttribute('href')
  element.setAttribute('target', '_blank')
  element.setAttribute('rel', 'noopener noreferrer nofollow')
})

/** Elements of `html`, ready to be drawn. */
export function sanitise(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, CONFIG)
}
