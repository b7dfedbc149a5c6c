/** Puts words on the clipboard, also where browsers offer no clipboard to scripts: at a plain http address. */

/**
 * True once `text` is there, with `html` for those who take the look as well. To be called while a finger is on a button:
 * some browsers only take what was promised then, so either may still be on its way.
 */
export async function toClipboard(
  text: string | Promise<string>,
  html: string | null = null,
): Promise<boolean> {
  try {
    if (!navigator.clipboard) return byEvent(await text, html)
    if (typeof ClipboardItem === 'undefined' || (html === null && typeof text === 'string'))
      await navigator.clipboard.writeText(await text)
    else
      await navigator.clipboard.write([
        new ClipboardItem({
          'text/plain': blob('text/plain', text),
          ...(html !== null && { 'text/html': blob('text/html', html) }),
        }),
      ])
    return true
  } catch {
    // not allowed, or what was promised did not come
    return false
  }
}

async function blob(type: string, words: string | Promise<string>): Promise<Blob> {
  return new Blob([await words], { type })
}

/** The way from before there was a clipboard for scripts: the page says what is copied when it is asked to copy. */
function byEvent(text: string, html: string | null): boolean {
  const fill = (event: ClipboardEvent) => {
    event.preventDefault()
    // Dialogs and fields below would fill it with what is chosen in them.
    event.stopImmediatePropagation()
    event.clipboardData?.setData('text/plain', text)
    if (html !== null) event.clipboardData?.setData('text/html', html)
  }
  addEventListener('copy', fill, { capture: true })
  try {
    return document.execCommand('copy')
  } finally {
    removeEventListener('copy', fill, { capture: true })
  }
}
