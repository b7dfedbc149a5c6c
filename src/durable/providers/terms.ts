/** The words of a question that are worth looking for, for the guide and for the index it asks. Whatever people type is data here, never query syntax. */

/** Terms of one question at most: a pasted document is not a better question. */
const MAX_TERMS = 24

/** UTF-16 units of a term at most. */
const MAX_TERM = 40

/** Words that say nothing about the subject. `parley` is in every passage. */
const STOP_WORDS = new Set(
  `a about actually all also am an and any anything are as at be because been but by can cannot could did do does doing
  done dont for from get gets getting give go goes had happen happens has have hello help her here hey hi him his how i if im in
  into is it its ive just kind know let like ll look make makes may me might mine mr my need needs no not now of ok okay
  on one only onto or our out parley people please re really s say see should show so some something sort still such t
  tell than thank thanks that the their them then there these they thing things this those to too try u up us use used
  using ve very via want wanted wants was way we well were what whats when where which while who why will with wont work
  works would yes yet you your yours`.split(/\s+/),
)

/** Two words that mean one thing, as the documentation calls it. Their parts alone would be stop-words or mislead. */
const PHRASES: [RegExp, string][] = [
  [/\bset(ting)? (it |this |parley )?up\b/g, 'setup'],
  [/\bsign(ing)?[ -]?up\b/g, 'registration'],
  [/\blog(ging)?[ -]?(in|on)\b/g, 'sign in'],
  [/\blog(ging)?[ -]?(out|off)\b/g, 'sign out'],
  [/\bshow(s|ing)? up\b/g, 'appear'],
  [/\bwhat (can|could) (i|you|one|we) do\b/g, 'overview'],
]

/** The distinct terms of `text`, in lower case, without stop-words: `[]` when nothing is left. */
export function termsOf(text: string): string[] {
  const terms = new Set<string>()
  // Bounded before it is read: the words of the first pages of a pasted text are more than enough.
  let words = text.slice(0, 20_000).normalize('NFKC').toLowerCase()
  for (const [phrase, term] of PHRASES) words = words.replace(phrase, term)
  for (const [word] of words.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (STOP_WORDS.has(word) || (word.length === 1 && /[a-z0-9]/.test(word))) continue
    terms.add(word.slice(0, MAX_TERM))
    if (terms.size === MAX_TERMS) break
  }
  return [...terms]
}
