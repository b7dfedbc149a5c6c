/** A language by its own name: "Deutsch". */
export function nameOf(id: string): string {
  const name = new Intl.DisplayNames([id], { type: 'language', fallback: 'code' }).of(id) ?? id
  return name.charAt(0).toLocaleUpperCase(id) + name.slice(1)
}
