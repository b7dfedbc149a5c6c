/** Regular expressions of operators, who write them for RE2: JavaScript's are the same but for a few marks. */
import * as v from 'valibot'

/** The expression, or null when it is none. `(?i)` at the start is RE2's way to leave case out of account. */
export function patternOf(text: string): RegExp | null {
  const flags = /^\(\?([ims]+)\)/.exec(text)
  const source = flags ? text.slice(flags[0].length) : text
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(source, `${flags?.[1] ?? ''}${unicode}`)
    } catch {
      // Without `u` JavaScript takes escapes that it would refuse with it.
    }
  }
  return null
}

/** The text of one. */
export const PatternText = v.pipe(
  v.string(),
  v.minLength(1),
  v.check((text) => patternOf(text) !== null, 'must be a regular expression'),
)
