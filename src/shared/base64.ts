/** Whether `text` is Base64, padded. Of any length: an expression of groups would run out of stack. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}

/** The bytes that `text` is the Base64 of. Throws where it is none. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const signs = atob(text)
  const bytes = new Uint8Array(signs.length)
  for (let at = 0; at < signs.length; at++) bytes[at] = signs.charCodeAt(at)
  return bytes
}
