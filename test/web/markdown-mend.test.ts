import { expect, test } from 'vitest'
import { preview } from '../../src/web/markdown/preview.ts'
import { Splitter } from '../../src/web/markdown/splitter.ts'
import { htmlOf } from './markup.ts'

/** What a reader sees of `text` while more of it is to come. */
function seen(text: string): string {
  const splitter = new Splitter()
  const settled = splitter.push(text).settled.map(htmlOf)
  return [...settled, ...preview(splitter).map(htmlOf)].join('')
}

test.each([
  ['so **bo', '<p>so <strong>bo</strong></p>'],
  ['so **bold*', '<p>so <strong>bold</strong></p>'],
  ['so **', '<p>so</p>'],
  ['so *it', '<p>so <em>it</em></p>'],
  ['***both', '<p><em><strong>both</strong></em></p>'],
  ['**a *b', '<p><strong>a <em>b</em></strong></p>'],
  ['2 * 3 is', '<p>2 * 3 is</p>'],
  ['snake_case_na', '<p>snake_case_na</p>'],
  ['~~gone', '<p><del>gone</del></p>'],
  ['a `co', '<p>a <code>co</code></p>'],
  ['a `', '<p>a </p>'],
  ['a ``co`d', '<p>a <code>co`d</code></p>'],
  ['see [the pa', '<p>see the pa</p>'],
  ['see [the page](https://exam', '<p>see the page</p>'],
  ['see [the page](https://a.b "ti', '<p>see the page</p>'],
  ['list[0', '<p>list[0</p>'],
  ['a ![pic', '<p>a </p>'],
  ['a ![pic](https://a.b/c.p', '<p>a </p>'],
  ['tail <di', '<p>tail </p>'],
  ['tail &am', '<p>tail </p>'],
  ['tail \\', '<p>tail </p>'],
  ['# ', ''],
  ['text\n-', '<p>text</p>'],
  ['text\n==', '<p>text</p>'],
  ['text\n``', '<p>text</p>'],
  ['text\n```py', '<p>text</p>'],
  ['- ', ''],
  ['1.', ''],
  ['- [ ', ''],
  ['> ', ''],
  ['```js\nlet a\n``', '<pre><code class="language-js">let a</code></pre>'],
  ['sum $x^2 +', '<p>sum </p>'],
  ['it costs $5', '<p>it costs $5</p>'],
  ['the $HOME folder', '<p>the $HOME folder</p>'],
  ['so \\(a+', '<p>so <code class="maths pending"></code></p>'],
])('%j is seen as %s', (text, html) => {
  expect(seen(text)).toBe(html)
})

test('a table is one from its first row on', () => {
  for (const text of ['| a', '| a | b |', '| a | b |\n', '| a | b |\n|--', '| a | b |\n|---|--']) {
    expect(seen(text)).toContain('<table><thead><tr><th>a</th>')
    expect(seen(text)).not.toContain('|')
  }
})

test('a formula on lines of its own is a place until it ends', () => {
  expect(seen('so\n\\[\n- x')).toBe('<p>so<br><code class="maths display pending"></code></p>')
  expect(seen('$$\na\n$$\n')).toContain('<code class="maths display">a</code>')
})

test('no text on its way to being written shows marks that the finished one does not', () => {
  const text =
    'With **bold _and_ `code`**, a [link](https://a.b/c), ~~no~~ and ![pic](https://a.b/p.png) it ends.'
  for (let end = 1; end <= text.length; end++) {
    const plain = seen(text.slice(0, end)).replace(/<[^>]*>/g, '')
    expect(plain, text.slice(0, end)).not.toMatch(/[*_`~\][()]/)
  }
})
