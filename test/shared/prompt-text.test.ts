/** Places in a prompt: found, asked for once, filled without being looked through again. */
import { describe, expect, it } from 'vitest'
import { fill, knownAt, piecesOf, type Special, variablesOf } from '../../src/shared/prompt-text.ts'

const KNOWN: Record<Special, string> = {
  current_date: 'D',
  current_datetime: 'DT',
  iso_datetime: 'ISO',
  current_user: 'Ada',
}
const filled = (text: string, values: Record<string, string> = {}) =>
  fill(text, new Map(Object.entries(values)), KNOWN)
    .map((piece) => piece.text)
    .join('')

describe('places', () => {
  it('are words to fill in, choices, and what is known', () => {
    const text = 'Write {{ a poem }} in {{tone: warm | dry |warm}} for {{Current_User}}, {{a poem}}'
    expect(variablesOf(text)).toEqual([
      { key: 'a poem', name: 'a poem', options: [] },
      { key: 'tone:warm|dry', name: 'tone', options: ['warm', 'dry'] },
    ])
    expect(filled(text, { 'a poem': 'one', 'tone:warm|dry': 'dry' })).toBe('Write one in dry for Ada, one')
  })

  it('with one option or a time of day are plain names, as in LibreChat', () => {
    expect(variablesOf('{{at 10:30}} {{x:}} {{:a|b}} {{x:a}}').map(({ name }) => name)).toEqual([
      'at 10:30',
      'x:',
      ':a|b',
      'x:a',
    ])
  })

  it('are not what only looks like them', () => {
    expect(variablesOf('{{}} {{  }} {x} {{a{b}} }} {{{}}} {{a\n}b}}').map(({ name }) => name)).toEqual([])
    expect(variablesOf('{{{x}}}').map(({ name }) => name)).toEqual(['x'])
  })

  it('that nobody filled stand as they were written', () => {
    expect(filled('{{x}} {{ y }}', { y: '' })).toBe('{{x}} {{ y }}')
  })

  it('are not made by what is filled in', () => {
    expect(filled('{{x}}{{y}}', { x: '{{y}} $& $1 {{current_user}}', y: 'Y' })).toBe(
      '{{y}} $& $1 {{current_user}}Y',
    )
  })
})

describe('any text', () => {
  const BITS = ['{{', '}}', '{', '}', 'x', ' ', ':', '|', 'current_date', '😀', '\n', 'é', '$&', '\u202e']
  let seed = 7
  const dice = (n: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed % n
  }
  const some = () => Array.from({ length: dice(25) }, () => BITS[dice(BITS.length)]).join('')

  it('is its pieces, and every variable of it is filled wherever it stands', () => {
    for (let round = 0; round < 5000; round++) {
      const text = some()
      const pieces = piecesOf(text)
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      const variables = variablesOf(text)
      expect(new Set(variables.map(({ key }) => key)).size).toBe(variables.length)
      const values = new Map(variables.map(({ key }) => [key, some() || 'v']))
      const done = fill(text, values, KNOWN)
      expect(done).toHaveLength(pieces.length)
      expect(done.every((piece) => piece.filled)).toBe(true)
      for (const [n, piece] of pieces.entries()) {
        if (piece.kind === 'text') expect(done[n]!.text).toBe(piece.text)
        if (piece.kind === 'special') expect(done[n]!.text).toBe(KNOWN[piece.special])
        if (piece.kind === 'variable') expect(done[n]!.text).toBe(values.get(piece.variable.key))
      }
      for (const { options } of variables) expect(options.length === 0 || options.length > 1).toBe(true)
    }
  })

  it('of twenty thousand braces is read at once', () => {
    const before = performance.now()
    piecesOf('{'.repeat(20_000))
    piecesOf('{{a'.repeat(6_000))
    piecesOf('{{a}}'.repeat(4_000))
    expect(performance.now() - before).toBeLessThan(1000)
  })
})

describe('what is known', () => {
  it('is the date with its day, the time, and who asks', () => {
    const known = knownAt(new Date(2026, 10, 1, 9, 5, 7), 'Ada', 'en')
    expect(known.current_date).toBe('2026-11-01 (Sunday)')
    expect(known.current_datetime).toBe('2026-11-01 09:05:07 (Sunday)')
    expect(known.iso_datetime).toMatch(/^2026-\d\d-\d\dT\d\d:05:07\.000Z$/)
    expect(known.current_user).toBe('Ada')
  })
})
