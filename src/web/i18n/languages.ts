/** The languages there are. To add one: write `<tag>.json` with the keys of `en.json`, and name it here. */
import en from './en.json'
import type { Words } from './index.ts'

export type Language = {
  direction: 'ltr' | 'rtl'
  load: () => Promise<Words>
  /** Made from English to show what is not translated, too narrow or not mirrored. Chosen by address only: `?lang=`. */
  pseudo?: true
}

export const LANGUAGES: Record<string, Language> = {
  en: { direction: 'ltr', load: async () => en },
  de: { direction: 'ltr', load: () => import('./de.json').then((file) => file.default) },
  'en-XA': { direction: 'ltr', load: () => import('./pseudo.ts').then((p) => p.accented()), pseudo: true },
  'ar-XB': { direction: 'rtl', load: () => import('./pseudo.ts').then((p) => p.mirrored()), pseudo: true },
}

/** The first language of `wanted` that exists, exactly or by its base ("de-AT" is "de"); English otherwise. */
export function match(wanted: readonly string[]): string {
  for (const tag of wanted) {
    const exact = Object.keys(LANGUAGES).find((id) => id.toLowerCase() === tag.toLowerCase())
    if (exact) return exact
    const base = tag.toLowerCase().split('-')[0]!
    if (LANGUAGES[base]) return base
  }
  return 'en'
}

/** The first of `wanted` that is in the language `id`, as the reader writes dates and numbers; `id` where none is. */
export function regionOf(id: string, wanted: readonly string[]): string {
  const base = id.split('-')[0]
  const own = wanted.find((tag) => tag.toLowerCase().split('-')[0] === base)
  try {
    return Intl.getCanonicalLocales(own)[0] ?? id
  } catch {
    // A browser may be told to ask for anything, such as "en-US@posix".
    return id
  }
}
