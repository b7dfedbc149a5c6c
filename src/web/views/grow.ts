/** A field as high as its text. Browsers that can do this by style are left alone. */
const BY_STYLE = CSS.supports('field-sizing', 'content')

export function fitHeight(field: HTMLTextAreaElement): void {
  if (BY_STYLE) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
