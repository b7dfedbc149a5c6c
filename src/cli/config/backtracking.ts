/**
 * Operators write their expressions for RE2, which never goes back. JavaScript's does: where a repetition stands inside a
 * repetition and nothing tells the one from the other, as in `(a+)+`, each further letter of a text that nearly fits
 * doubles its work. Such an expression is found here by how it is written; it is told of and not refused.
 */

/** Letters that stand for all: what two parts of an expression have in common is found among them. */
const LETTERS = [...Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)), 'ā', 'ß', 'я', '中']
/** So many times are as bad as any number. */
const MANY = 10

type Item = {
  /** Letters that can be in it. */
  letters: ReadonlySet<string>
  /** It may be left out. */
  optional: boolean
  /** It, or something in it, stands there any number of times. */
  repeats: boolean
  /** It is exactly one letter. */
  single: boolean
}

/** Whether some text can take this expression very long. */
export function backtracks(regex: RegExp): boolean {
  const { source } = regex
  const flags = regex.flags.replace(/[^iu]/g, '')
  let at = 0
  let bad = false

  function sequences(): Item[][] {
    const all: Item[][] = [[]]
    while (at < source.length && source[at] !== ')') {
      if (source[at] === '|') {
        at++
        all.push([])
      } else {
        const item = one()
        if (item) all.at(-1)?.push(item)
      }
    }
    return all
  }

  /** What comes next, with how often; null for what takes no letter. */
  function one(): Item | null {
    const inside = source[at] === '(' ? group() : null
    const item = inside ? inside.item : atom()
    const often = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(source.slice(at))
    if (!often) return item
    at += often[0].length
    if (!item) return null
    const least = often[1] === undefined ? (often[0].startsWith('+') ? 1 : 0) : Number(often[1])
    const most = often[0].startsWith('?')
      ? 1
      : often[1] === undefined || often[3] === ''
        ? Infinity
        : Number(often[3] ?? often[1])
    if (most >= MANY && inside?.all.some(isLoose)) bad = true
    if (most >= MANY && inside && overlap(inside.all)) bad = true
    return {
      letters: item.letters,
      optional: item.optional || least === 0,
      repeats: item.repeats || most >= MANY,
      single: item.single && most === 1 && least === 1,
    }
  }

  function group(): { item: Item | null; all: Item[][] } {
    const head = /^\((?:\?(?:<?[=!]|<[^>]*>|[a-z]*(?:-[a-z]*)?:))?/.exec(source.slice(at))
    at += head?.[0].length ?? 1
    const all = sequences()
    at++
    // What only looks takes nothing.
    if (/[=!]$/.test(head?.[0] ?? '')) return { item: null, all: [] }
    const items = all.flat()
    return {
      all,
      item: {
        letters: new Set(items.flatMap(({ letters }) => [...letters])),
        optional: all.some((sequence) => sequence.every(({ optional }) => optional)),
        repeats: items.some(({ repeats }) => repeats),
        single: all.every((sequence) => sequence.length === 1 && sequence[0]?.single),
      },
    }
  }

  function atom(): Item | null {
    const text =
      /^(?:\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\k<[^>]*>|\\c[a-zA-Z]|\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\])/.exec(
        source.slice(at),
      )?.[0] ?? String.fromCodePoint(source.codePointAt(at) ?? 0)
    at += text.length
    if (/^(?:[$^]|\\[bB1-9]|\\k<)/.test(text)) return null
    const alone = new RegExp(`^(?:${text})$`, flags)
    const letters = new Set(LETTERS.filter((letter) => alone.test(letter)))
    return { letters, optional: false, repeats: false, single: true }
  }

  try {
    sequences()
    return bad
  } catch {
    // Written in a way that is not known here.
    return false
  }
}

/** Something in it repeats, and nothing that must be there tells where it ends. */
function isLoose(sequence: readonly Item[]): boolean {
  return sequence.some(
    (item) =>
      item.repeats &&
      !sequence.some((other) => other !== item && !other.optional && !shares(other.letters, item.letters)),
  )
}

/** Two of them are one and the same letter. */
function overlap(all: readonly Item[][]): boolean {
  const single = all.flatMap((sequence) =>
    sequence.length === 1 && sequence[0]?.single ? [sequence[0].letters] : [],
  )
  return single.some((letters, n) => single.some((other, m) => m > n && shares(letters, other)))
}

const shares = (some: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  [...some].some((letter) => others.has(letter))
