/** A text that arrives in pieces is drawn, in the end, like one that arrives whole: on the screen, not only in theory. */
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Random } from '../fuzz/random.ts'
import { startBrowser } from './chromium.ts'

const TEXTS = [
  'Three ways:\n\n1. **A key.** Put `X=…` into `.env`.\n2. **A model here.** Run [Ollama](https://ollama.com) and pull `llama`.\n3. **A server.** Name it.\n\nThen choose it.\n',
  '- one\n- two\n  - deep *one*\n  - deep two\n\n    with a paragraph\n- three\n\n* another list\n* of two\n',
  '| a | b |\n|---|:-:|\n| 1 | `x` |\n| 2 | [l](https://a.example) |\n| 3 | **b** |\n\nafter\n\n| c |\n|---|\n| 9 |\n',
  '# Head\n\nText with *emphasis*, **strong**, ~~gone~~ and `code`.\nSecond line\\\nthird.\n\n> quote\n> goes on\n>\n> - with a list\n\n---\n\n```ts\nconst a = 1\n\nconst b = `x`\n```\n\nend',
  'See [one] and [two][2].\n\n[one]: https://one.example\n\nMore.\n\n[2]: https://two.example "Two"\n',
  '1. first\n\n   ```sh\n   npm start\n   ```\n\n2. second\n3. third\n   continued\n\nOutside. Émoji 🌊🏄‍♀️ and שלום.\n',
]

let browser: Browser
let page: Page

beforeAll(async () => {
  const bundle = await build({
    entryPoints: ['test/e2e/markdown.entry.ts'],
    bundle: true,
    format: 'iife',
    write: false,
    loader: { '.css': 'empty', '.woff2': 'empty', '.woff': 'empty', '.ttf': 'empty' },
    logLevel: 'error',
  })
  browser = await startBrowser()
  page = await browser.newPage()
  await page.setContent('<body></body>')
  await page.addScriptTag({ content: bundle.outputFiles[0]!.text })
})

afterAll(() => browser?.close())

it.each(TEXTS.map((text, n) => [n, text] as const))('text %i, however it was cut', async (_, text) => {
  const random = new Random(text.length)
  const whole = await draw(text, [])
  for (let run = 0; run < 60; run++) {
    const cuts: number[] = []
    for (let at = 0; at < text.length; ) {
      at += 1 + random.below(1 + (run % 30))
      cuts.push(at)
    }
    expect(await draw(text, cuts), `cut at ${cuts}`).toBe(whole)
  }
})

/** The entry puts `draw` into the page. */
type Drawing = { draw(text: string, cuts: readonly number[]): Promise<string> }

function draw(text: string, cuts: readonly number[]): Promise<string> {
  return page.evaluate(([whole, at]) => (globalThis as unknown as Drawing).draw(whole, at), [
    text,
    cuts,
  ] as const)
}
