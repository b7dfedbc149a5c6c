/**
 * Words in the reader's language. `t()` reads a signal, so whatever draws with it follows a change of language.
 * English comes with what says it and fills every gap; other languages are loaded when they are chosen.
 */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'
import en from './en.json'
import { LANGUAGES, match, regionOf } from './languages.ts'

type Text = keyof typeof en
type Counted<T> = T extends `${infer Base}.other` ? Base : never

/** A key of `en.json`; a text that depends on a number is named without its `.one` or `.other`. */
export type Key = Exclude<Text, `${Counted<Text>}.${'one' | 'other'}`> | Counted<Text>

export type Words = Record<string, string>
export type Params = Record<string, string | number>

/** English words that come with what says them. The build splits `en.json` so: cli/build/words.ts. */
export function addWords(more: Words): void {
  Object.assign(en, more)
}

const words = signal<Words>(en)
const tag = signal('en')

/** BCP 47 tag of the words on the screen, for `Intl` and `<html lang>`. */
export const locale: ReadonlySignal<string> = tag
/** The same language as it is written where the reader lives, for times and numbers: "en-GB" for English from Britain. */
export const region: ReadonlySignal<string> = computed(() => regionOf(tag.value, navigator.languages))
export const direction: ReadonlySignal<'ltr' | 'rtl'> = computed(
  () => LANGUAGES[tag.value]?.direction ?? 'ltr',
)

const plural = computed(() => new Intl.PluralRules(tag.value))
const number = computed(() => new Intl.NumberFormat(region.value))

/** The text of `key`, with `{name}` replaced. A parameter `count` chooses the plural form. */
export function t(key: Key, params?: Params): string {
  const text = find(key, params?.count)
  return params ? text.replace(/\{(\w+)\}/g, (all, name: string) => show(params[name] ?? all)) : text
}

/** Shows `preference` ('auto': what the browser asks for). Resolves when its words are on the screen. */
export async function setLanguage(preference: string): Promise<void> {
  const id = preference === 'auto' ? match(navigator.languages) : match([preference])
  wanted = id
  const loaded = await LANGUAGES[id]!.load()
  // Somebody who changes their mind while a file is on its way gets the last choice.
  if (wanted !== id) return
  batch(() => {
    words.value = loaded
    tag.value = id
  })
}

let wanted = 'en'

function find(key: string, count: string | number | undefined): string {
  const own = words.value
  const english: Words = en
  if (typeof count === 'number') {
    const form = `${key}.${plural.value.select(count)}`
    const counted = own[form] ?? own[`${key}.other`] ?? english[`${key}.other`]
    if (counted !== undefined) return counted
  }
  return own[key] ?? english[key] ?? key
}

/** First strong isolate and its end: a Hebrew title inside an English sentence stays where it was put. */
const ISOLATE = ['\u2068', '\u2069'] as const
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

function show(value: string | number): string {
  if (typeof value === 'number') return number.value.format(value)
  const foreign = RIGHT_TO_LEFT.test(value) !== (direction.value === 'rtl')
  return foreign ? ISOLATE[0] + value + ISOLATE[1] : value
}
