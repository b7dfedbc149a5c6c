/**
 * One clock for all processes of a run (CLOCK_MONOTONIC, which is the same in every process of a machine), and
 * stamps: the time written into a token, so that whoever receives the token knows how old it is.
 */

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const RANGE = DIGITS.length ** 4

/** Characters of a stamp: a space and four digits, about as long as a token is. */
export const STAMP = 5

/** Milliseconds since the machine started, with fractions. */
export function now(): number {
  const [s, ns] = process.hrtime()
  return s * 1e3 + ns / 1e6
}

/** The time `ms` as one token. Resolution 0.1 ms; it comes round after 24 minutes. */
export function stamp(ms: number): string {
  let rest = Math.floor(ms * 10) % RANGE
  let digits = ''
  for (let i = 0; i < 4; i++) {
    digits = DIGITS[rest % DIGITS.length]! + digits
    rest = Math.floor(rest / DIGITS.length)
  }
  return ` ${digits}`
}

const VALUE = new Uint8Array(128)
for (let i = 0; i < DIGITS.length; i++) VALUE[DIGITS.charCodeAt(i)] = i

/** Milliseconds between the stamp at `at` of `text` and `ms`. */
export function age(text: string, at: number, ms: number): number {
  let units = 0
  for (let i = at + 1; i < at + STAMP; i++) units = units * DIGITS.length + VALUE[text.charCodeAt(i)]!
  const diff = (Math.floor(ms * 10) - units) % RANGE
  return (diff > RANGE / 2 ? diff - RANGE : diff) / 10
}
