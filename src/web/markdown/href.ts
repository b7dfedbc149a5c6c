/** Which addresses may be followed from a text that somebody else wrote. */

/** The address of a link, if it is one that may be followed from here; relative ones stay on this page's origin. */
export function safeHref(href: string): string | null {
  const url = URL.parse(href, 'https://relative.invalid')
  if (!url || !/^(?:https?|mailto):$/.test(url.protocol)) return null
  return url.host === 'relative.invalid' ? url.pathname + url.search + url.hash : url.href
}
