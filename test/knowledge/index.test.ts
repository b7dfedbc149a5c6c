/** The index itself: whatever is asked is data, and what it holds follows the documents. */
import { describe, expect, it } from 'vitest'
import { Knowledge, MAX_PASSAGES } from '../../src/durable/knowledge/index.ts'
import { sectionsOf } from '../../src/durable/knowledge/split.ts'
import { termsOf } from '../../src/durable/providers/terms.ts'
import { nodeSql } from '../support/sql.ts'
import { documentation, seeded } from './documentation.ts'

const DOCS = [
  { path: 'tea.md', text: '# Tea\n\nAbout tea.\n\n## Brewing green tea\n\nWater at 80 degrees.\n' },
  { path: 'coffee.md', text: '# Coffee\n\n## Espresso\n\nFine grounds, nine bar.\n' },
]

describe('the index', () => {
  it('finds words in any form, and knows where they stand', () => {
    const knowledge = new Knowledge(nodeSql())
    knowledge.seed(DOCS)
    expect(knowledge.passages('How do I brew it?')).toEqual([
      {
        title: 'Tea › Brewing green tea',
        url: '/docs/tea#brewing-green-tea',
        text: 'Water at 80 degrees.',
        score: 1,
      },
    ])
    expect(knowledge.passages('espressos')[0]?.url).toBe('/docs/coffee#espresso')
  })

  it('finds the beginning of a word, and a word with a wrong end', () => {
    const knowledge = new Knowledge(nodeSql())
    knowledge.seed(DOCS)
    expect(knowledge.passages('espre')[0]?.url).toBe('/docs/coffee#espresso')
    expect(knowledge.passages('espresszo')[0]?.url).toBe('/docs/coffee#espresso')
  })

  it('is filled again when the documents change, and only then', () => {
    const sql = nodeSql()
    new Knowledge(sql).seed(DOCS)
    const ids = () => sql.all<{ n: number }>('SELECT count(*) AS n FROM passages')[0]?.n
    sql.run("UPDATE passages SET title = 'kept'")
    new Knowledge(sql).seed(DOCS)
    expect(new Knowledge(sql).passages('espresso')[0]?.title).toBe('kept')
    new Knowledge(sql).seed([...DOCS, { path: 'milk.md', text: '# Milk\n\nCold.' }])
    expect(new Knowledge(sql).passages('espresso')[0]?.title).toBe('Coffee › Espresso')
    expect(new Knowledge(sql).passages('milk')).toHaveLength(1)
    new Knowledge(sql).seed(DOCS)
    expect(new Knowledge(sql).passages('milk')).toEqual([])
    expect(ids()).toBe(3)
  })

  it('works without documents', () => {
    const knowledge = new Knowledge(nodeSql())
    knowledge.seed([])
    expect(knowledge.passages('anything')).toEqual([])
  })

  const knowledge = seeded()
  it.each([
    '"',
    '""" OR 1=1 --',
    'NEAR(port host, 3) AND title:port*',
    'text:port OR NOT data',
    '^port + -host (',
    "'; DROP TABLE passages; --",
    '*',
    'port*',
    '🦜 port 🎈',
    '\u0000port\u0000',
    '\ud800port',
    'ｐｏｒｔ',
    'port '.repeat(2000),
    Array.from({ length: 2000 }, (_, i) => `word${i}`).join(' '),
    'x'.repeat(10_000),
    '東京の天気は？',
    'שלום עולם',
    '<script>alert(1)</script> port',
  ])('takes any text as a question: %j', (query) => {
    const passages = knowledge.passages(query)
    expect(passages.length).toBeLessThanOrEqual(MAX_PASSAGES)
    expect(knowledge.passages('backup').length).toBeGreaterThan(0)
  })

  it('answers at once', () => {
    const start = performance.now()
    for (let i = 0; i < 100; i++)
      knowledge.passages('How do I change the port and the data folder of the server?')
    expect((performance.now() - start) / 100).toBeLessThan(10)
  })
})

describe('terms', () => {
  it('leave out what says nothing', () => {
    expect(termsOf('How can I change the PORT of Parley, please?')).toEqual(['change', 'port'])
    expect(termsOf('what is it')).toEqual([])
    expect(termsOf('set it up')).toEqual(['setup'])
  })

  it('are bounded', () => {
    expect(termsOf(Array.from({ length: 500 }, (_, i) => `word${i}`).join(' ')).length).toBeLessThanOrEqual(
      24,
    )
    expect(termsOf('x'.repeat(1000))[0]?.length).toBeLessThanOrEqual(40)
  })
})

describe('passages', () => {
  it('are one for each heading, with their place', () => {
    expect(sectionsOf(DOCS).map(({ title, url }) => [title, url])).toEqual([
      ['Tea', '/docs/tea'],
      ['Tea › Brewing green tea', '/docs/tea#brewing-green-tea'],
      ['Coffee › Espresso', '/docs/coffee#espresso'],
    ])
  })

  it('take no heading from code, and cut no code', () => {
    const code = '```sh\n# not a heading\n\n\nls\n```'
    const [section, ...rest] = sectionsOf([{ path: 'a.md', text: `# A\n\n${code}\n` }])
    expect(rest).toEqual([])
    expect(section?.text).toBe(code)
    const long = `# A\n\n${'word '.repeat(500)}\n\n~~~\n\n${'x\n\n'.repeat(900)}~~~\n\nend`
    for (const { text } of sectionsOf([{ path: 'a.md', text: long }])) {
      expect((text.match(/^~~~/gm) ?? []).length % 2).toBe(0)
    }
  })

  it('lead to other documents from anywhere', () => {
    const [section] = sectionsOf([
      { path: 'a.md', text: '# A\n\nSee [b](b.md#c), [d](d.md), [e](#e), [x](https://x.example/y.md).' },
    ])
    expect(section?.text).toBe(
      'See [b](/docs/b#c), [d](/docs/d), [e](/docs/a#e), [x](https://x.example/y.md).',
    )
  })
})

describe('the documentation', () => {
  const docs = documentation()
  const sections = sectionsOf(docs)

  it('links only to headings that exist', () => {
    const urls = new Set(sections.map(({ url }) => url))
    const links = sections.flatMap(({ text }) =>
      [...text.matchAll(/\]\((\/docs\/[^)]+)\)/g)].map(([, to]) => to),
    )
    expect(
      links.filter(
        (to) => !urls.has(to!) && !docs.some(({ path }) => `/docs/${path.replace('.md', '')}` === to),
      ),
    ).toEqual([])
    expect(links.length).toBeGreaterThan(3)
  })

  it('has passages of a length that can be read', () => {
    for (const { title, text } of sections) expect(text.length, title).toBeLessThan(2300)
  })

  it('explains every failure of a model in the words of the page', async () => {
    const { default: words } = (await import('../../src/web/i18n/en.json')) as {
      default: Record<string, string>
    }
    const page = docs.find(({ path }) => path === 'troubleshooting.md')?.text ?? ''
    const missing = Object.entries(words)
      .filter(([key]) => /^error\.(model_|no_model)/.test(key))
      // The first sentence is what people look for.
      .filter(([, text]) => !page.includes(text.split('. ')[0]!.replace(/\.$/, '')))
    expect(missing).toEqual([])
  })

  it('lists the shortcuts of the page', async () => {
    const { DEFAULT_KEYS } = await import('../../src/web/actions/keys.ts')
    const { FIELD_KEYS } = await import('../../src/web/actions/field-keys.ts')
    const page = docs.find(({ path }) => path === 'chat.md')?.text ?? ''
    const names: Record<string, string> = {
      mod: 'Ctrl',
      arrowup: '↑',
      arrowdown: '↓',
      arrowleft: '←',
      arrowright: '→',
    }
    const written = (keys: string) =>
      keys
        .split('+')
        .map((key) => names[key] ?? key.charAt(0).toUpperCase() + key.slice(1))
        .join('+')
    const all = [...Object.values(DEFAULT_KEYS), ...FIELD_KEYS.map(({ keys }) => keys)]
    expect(all.map(written).filter((keys) => !page.includes(`| ${keys} `))).toEqual([])
    // And nothing else.
    const [, table = ''] = /## Keyboard shortcuts\n+((?:\|.*\n)+)/.exec(page) ?? []
    expect(table.trim().split('\n')).toHaveLength(all.length + 2)
  })

  it('names every variable that the server reads', async () => {
    const page = docs.find(({ path }) => path === 'configuration.md')?.text ?? ''
    const { bindingsFrom } = await import('../../src/cli/start/environment.ts')
    const named = [...page.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name!)
    const passed = Object.keys(bindingsFrom(Object.fromEntries(named.map((name) => [name, 'x']))))
    const read = ['PORT', 'HOST', 'CONFIG_PATH']
    expect(named.filter((name) => !passed.includes(name) && !read.includes(name))).toEqual([])
  })
})
