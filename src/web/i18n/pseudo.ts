/** Two languages made from English by rule, for looking at the page: longer and accented, or from right to left. */
import en from './en.json'
import type { Words } from './index.ts'

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ACCENTED = [...'áƀçđéƒğħíĵķłɱñóþɋřšŧúṽŵẋýžÁƁÇĐÉƑĞĦÍĴĶŁṀÑÓÞɊŘŠŦÚṼŴẊÝŽ']
const PARAMETER = /(\{\w+\})/

/** German runs about a third longer than English. */
const GROWTH = 0.35

/** `[Ňéŵ çħáŧ ~~~]`: accents show words that are not from here, the tail shows where there is no room. */
export function accented(): Words {
  return each((text) => {
    const letters = text.split(PARAMETER).map((piece) => (PARAMETER.test(piece) ? piece : accent(piece)))
    return `[${letters.join('')}${'~'.repeat(Math.ceil(text.length * GROWTH))}]`
  })
}

/** Every word is wrapped in a right-to-left override, as in Android's `ar-XB`. */
export function mirrored(): Words {
  return each((text) =>
    text
      .split(PARAMETER)
      .map((piece) => (PARAMETER.test(piece) ? piece : piece.replace(/\S+/g, '\u202e$&\u202c')))
      .join(''),
  )
}

const accent = (text: string) => text.replace(/[a-z]/gi, (letter) => ACCENTED[PLAIN.indexOf(letter)]!)

function each(change: (text: string) => string): Words {
  return Object.fromEntries(Object.entries(en).map(([key, text]) => [key, change(text)]))
}
