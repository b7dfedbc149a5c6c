/** The words after a slash that stands first in a message; null where there is none, or where a message began. */
export function slashOf(text: string): string | null {
  const [, words] = /^\/(?!\s)([^\n]{0,60})$/.exec(text) ?? []
  return words ?? null
}
