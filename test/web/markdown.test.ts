import { expect, test } from 'vitest'
import { preview } from '../../src/web/markdown/preview.ts'
import { MAX_UNIT, type Split, Splitter } from '../../src/web/markdown/splitter.ts'
import { htmlOf } from './markup.ts'

/** The page's own order of things: units in a row, a joined one marked. */
function read(pieces: readonly string[], look = false): string[] {
  const splitter = new Splitter()
  const drawn: string[] = []
  const draw = ({ settled, changed }: Split) => {
    const html = (unit: Split['settled'][number]) =>
      (unit.kind === 'item' && unit.joins ? '+' : '') + htmlOf(unit)
    for (const unit of settled) drawn.push(html(unit))
    for (const { index, unit } of changed) drawn[index] = html(unit)
  }
  for (const piece of pieces) {
    draw(splitter.push(piece))
    if (look) preview(splitter).map(htmlOf)
  }
  draw(splitter.end())
  return drawn
}

const whole = (text: string) => read([text]).join('\n')

const DOCUMENT = `# Title **bold**

Para with \`code\`, **strong _em_** and [link](https://a.b/c "t") ![im](https://x.y/z.png).
Line two $x^2 + y$ costs $5 and $10. \\(a_b\\) and
\\[
E = mc^2
\\]
after

- one
- two
  - nested **x**

  para
- three

1. First:
   \`\`\`bash
   npm i
   \`\`\`
2. Second

| a | b |
|---|:-:|
| 1 | **2** |
| 3 | 4 |

\`\`\`python
def f(x):

    return "<b>"
\`\`\`

> quote
> - list
lazy

Setext
---

    indented

    code

See [ref] and [other][ref].

[ref]: https://ref.example/x
`

test('a text gives the same units whole, by character and by line', () => {
  const expected = read([DOCUMENT])
  expect(read([...DOCUMENT], true)).toEqual(expected)
  expect(read(DOCUMENT.split(/(?<=\n)/))).toEqual(expected)
})

const WORDS = [
  'word',
  'two words',
  ' ',
  '\n',
  '\n\n',
  '\n\n',
  '- ',
  '\n- ',
  '\n2. ',
  '\n1) ',
  '* ',
  '  ',
  '    ',
  '\n   ',
  '> ',
  '\n> ',
  '# ',
  '\n## ',
  '```',
  '\n```js\n',
  '\n```\n',
  '~~~\n',
  '**',
  '*',
  '_',
  '~~',
  '`',
  '``',
  '| a | b |\n',
  '|---|---|\n',
  '| 1 | 2 |\n',
  '|',
  '---\n',
  '\n===\n',
  '[',
  ']',
  '(',
  ')',
  '](',
  'https://x.y/z',
  '![',
  '<b>',
  '</b>',
  '<div>\n',
  '<',
  '>',
  '$',
  '$$',
  '\n$$\n',
  '\\(',
  '\\)',
  '\n\\[\n',
  '\n\\]\n',
  '\\',
  '&amp;',
  '&',
  'é',
  '中文',
  '😀',
  '\r\n',
  '- [ ] ',
  '- [x] done\n',
  '!',
] // prettier-ignore

/** A small generator with a seed, so that a failure can be run again. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

test('however a text is cut, the same units come out', () => {
  for (let seed = 1; seed <= 1500; seed++) {
    const next = random(seed)
    const text = Array.from({ length: 60 }, () => WORDS[Math.floor(next() * WORDS.length)]).join('')
    const pieces: string[] = []
    for (let at = 0; at < text.length; ) {
      const length = 1 + Math.floor(next() ** 2 * 24)
      pieces.push(text.slice(at, at + length))
      at += length
    }
    expect({ seed, text, html: read(pieces, seed % 5 === 0) }).toEqual({ seed, text, html: read([text]) })
  }
}, 60_000)

test('settled units are given out once and never again', () => {
  const splitter = new Splitter()
  const first = splitter.push('One.\n\nTwo.\n\nThr')
  expect(first.settled.map(htmlOf)).toEqual(['<p>One.</p>', '<p>Two.</p>'])
  expect(splitter.tail).toBe('Thr')
  expect(splitter.push('ee.\n\nFour').settled.map(htmlOf)).toEqual(['<p>Three.</p>'])
})

test('items of a long list and rows of a long table settle one by one', () => {
  const splitter = new Splitter()
  let most = 0
  for (let n = 1; n <= 500; n++) {
    splitter.push(`${n}. item ${n}\n`)
    most = Math.max(most, splitter.tail.length)
  }
  expect(most).toBeLessThan(100)
  splitter.push('\n| a | b |\n|---|---|\n')
  for (let n = 1; n <= 500; n++) {
    splitter.push(`| ${n} | x |\n`)
    expect(splitter.tail.length).toBeLessThan(100)
  }
})

test('a line without end is cut, and its work stays bounded', () => {
  const splitter = new Splitter()
  for (let n = 0; n < 100; n++) {
    splitter.push('word *a [b `c '.repeat(70))
    expect(splitter.tail.length).toBeLessThan(2 * MAX_UNIT + 8_000)
  }
  const started = performance.now()
  read(['[a](b'.repeat(40_000)])
  read(['*a '.repeat(60_000)])
  read(['<div '.repeat(40_000)])
  read(['> '.repeat(40_000)])
  read(['- '.repeat(40_000)])
  read(['$a\\('.repeat(40_000)], true)
  read(['|'.repeat(100_000)], true)
  // Quadratic work would take minutes.
  expect(performance.now() - started).toBeLessThan(30_000)
}, 60_000)

test('a definition at the end turns the references before it into links', () => {
  const text =
    'See [the page][1] and [2].\n\n- also [1]\n\nmore\n\n[1]: https://one.example\n[2]: https://two.example\n'
  const html = whole(text)
  expect(html).toContain('<a href="https://one.example/">the page</a>')
  expect(html).toContain('<a href="https://two.example/">2</a>')
  expect(read([...text]).join('\n')).toBe(html)
})

test('prices are not maths, formulas are', () => {
  expect(whole('It costs $5 and then $10, or $3-$4.')).not.toContain('maths')
  expect(whole('set $HOME and $PATH')).not.toContain('maths')
  expect(whole('so $a_1 + b$ holds')).toContain('<code class="maths">a_1 + b</code>')
  expect(whole('**so \\(a*b*c\\)**')).toContain('<code class="maths">a*b*c</code>')
  expect(whole('$$\na\n\nb\n$$')).not.toContain('maths')
  expect(whole('`$x$` is code')).not.toContain('maths')
})

test('headings start below the page and the message', () => {
  expect(whole('# a')).toBe('<h3 class="title">a</h3>')
  expect(whole('## a')).toBe('<h3>a</h3>')
  expect(whole('##### a')).toBe('<h6>a</h6>')
  expect(whole('###### a')).toBe('<h6>a</h6>')
})
