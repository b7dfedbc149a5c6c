/** The page on a phone and on a desk: nothing is wider than the screen, the drawer works, and every control can be hit. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { openHouse, shot } from './house.ts'

const house = openHouse()

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
/** A finger and a pointer, in CSS pixels. */
const TOUCH_PX = 44
const POINTER_PX = 28

const WIDE = `A word ${'without-end-'.repeat(40)} and

\`\`\`ts
${'const aLineThatIsLongerThanAnyScreen = 1; '.repeat(8)}
\`\`\`

| ${Array.from({ length: 12 }, (_, n) => `column ${n}`).join(' | ')} |
|${'---|'.repeat(12)}
| ${Array.from({ length: 12 }, () => 'a cell with words').join(' | ')} |

$$\\sum_{k=0}^{n} ${Array.from({ length: 30 }, (_, n) => `x_{${n}} + `).join('')} y$$

https://example.com/${'path/'.repeat(60)}`

const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth } = document.documentElement
    const wide = [...document.querySelectorAll('#main article *')].filter((element) => {
      const { right, width } = element.getBoundingClientRect()
      const scrolls = element.closest(
        'pre, .table-scroll, .formula, .katex-display, [class*=scroll], [class*=maths]',
      )
      return width > 0 && right > innerWidth + 1 && !scrolls
    })
    return {
      page: Math.max(0, scrollWidth - innerWidth),
      wide: wide.map((e) => `${e.tagName}.${e.className}`).slice(0, 5),
    }
  })

/** Controls that can be seen and are too small to hit. A link inside running text is as high as its line. */
const small = (page: Page, least: number) =>
  page.evaluate((least) => {
    const all = document.querySelectorAll<HTMLElement>(
      'button, select, nav a, [role=menuitem], [role=option]',
    )
    return [...all].flatMap((element) => {
      const { width, height, right, left, bottom } = element.getBoundingClientRect()
      // Seen only by who comes to it with Tab.
      const skip = element.matches('.skip')
      const hidden =
        skip ||
        width < 2 ||
        height < 2 ||
        bottom <= 0 ||
        right <= 0 ||
        left >= innerWidth ||
        element.closest('[inert]')
      if (hidden || (width >= least - 0.5 && height >= least - 0.5)) return []
      const name = element.ariaLabel ?? element.textContent?.trim().slice(0, 30)
      return [`${name} ${Math.round(width)}×${Math.round(height)}`]
    })
  }, least)

test('a phone: the drawer, the composer, and nothing wider than the screen', async () => {
  const { page, chat, context } = await house.guest('/c/new', PHONE)
  await chat.box.waitFor()
  await shot(page, 'phone-empty')
  expect(await overflow(page)).toEqual({ page: 0, wide: [] })
  // The name of a model gives way to the button that sends.
  await page
    .locator('.model-name')
    .evaluate((name) => name.setAttribute('data-name', 'a-model-with-a-very-long-name-2026-preview'))
  const send = await chat.button('Send').boundingBox()
  expect(send!.x + send!.width).toBeLessThanOrEqual(390)
  expect(await small(page, TOUCH_PX)).toEqual([])

  await chat.send(`[[echo]] ${WIDE}`)
  await chat.is('settled')
  await chat.answer.locator('.katex, [data-tex]').first().waitFor()
  expect(await overflow(page)).toEqual({ page: 0, wide: [] })
  await shot(page, 'phone-wide')
  await chat.ask('[[markdown]] hello')
  await shot(page, 'phone-thread')

  // The composer is in view and covers nothing of the last line.
  const box = await chat.box.boundingBox()
  const last = await chat.answer.boundingBox()
  expect(box!.y + box!.height).toBeLessThanOrEqual(844)
  expect(last!.y + last!.height).toBeLessThanOrEqual(box!.y)

  const drawer = chat.list
  expect(await drawer.isVisible().then((shown) => shown && inView(drawer))).toBe(false)
  await chat.button('Show sidebar').tap()
  await eventually(() => inView(drawer)).toBe(true)
  await shot(page, 'phone-drawer')
  expect(await small(page, TOUCH_PX)).toEqual([])
  await page.keyboard.press('Escape')
  await eventually(() => inView(drawer)).toBe(false)

  await chat.button('Show sidebar').tap()
  await eventually(() => inView(drawer)).toBe(true)
  await drawer.getByRole('link').first().tap()
  await eventually(() => inView(drawer)).toBe(false)

  // From the edge, by a finger.
  const touch = await context.newCDPSession(page)
  const swipe = async (from: number, to: number) => {
    const at = (x: number) => [{ x, y: 420 }]
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) })
    for (let n = 1; n <= 8; n++)
      await touch.send('Input.dispatchTouchEvent', {
        type: 'touchMove',
        touchPoints: at(from + ((to - from) * n) / 8),
      })
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  }
  await swipe(4, 300)
  await eventually(() => inView(drawer)).toBe(true)
  await swipe(280, 10)
  await eventually(() => inView(drawer)).toBe(false)

  async function inView(what: typeof drawer): Promise<boolean> {
    const at = await what.boundingBox()
    return at !== null && at.x > -20 && at.x < 300
  }
})

test('a desk: three columns at most, a readable line, a sidebar that stays away', async () => {
  const { page, chat } = await house.guest()
  await chat.send(`[[echo]] ${WIDE}`)
  await chat.is('settled')
  await chat.ask('[[markdown]] hello')
  await chat.answer.locator('.katex, [data-tex]').first().waitFor()
  await shot(page, 'desk-thread')
  expect(await overflow(page)).toEqual({ page: 0, wide: [] })
  expect(await small(page, POINTER_PX)).toEqual([])
  const line = await chat.answer.locator('p').first().boundingBox()
  expect(line!.width).toBeLessThanOrEqual(48 * 16)

  await chat.button('Hide sidebar').click()
  await eventually(() =>
    chat.list
      .getByRole('link')
      .first()
      .isVisible()
      .catch(() => false),
  ).toBe(false)
  await page.reload()
  await chat.is('settled')
  await shot(page, 'desk-no-sidebar')
  expect(
    await chat.list
      .getByRole('link')
      .first()
      .isVisible()
      .catch(() => false),
  ).toBe(false)
  await chat.button('Show sidebar').click()
  await chat.list.getByRole('link').first().waitFor()
})

test('at 200 % zoom the page still fits', async () => {
  const { page, chat } = await house.guest('/c/new', {
    viewport: { width: 640, height: 400 },
    deviceScaleFactor: 2,
  })
  await chat.send(`[[echo]] ${WIDE}`)
  await chat.is('settled')
  expect(await overflow(page)).toEqual({ page: 0, wide: [] })
  await shot(page, 'zoom-200')
  const box = await chat.box.boundingBox()
  expect(box!.y + box!.height).toBeLessThanOrEqual(400)
  // A menu that fits the window is whole, if it has to lie over its button for that.
  await chat.button('Show sidebar').click()
  await page.locator('.row-link').first().hover()
  await page.locator('.row-more').first().click()
  const menu = page.getByRole('menu')
  await menu.waitFor()
  await eventually(() => menu.evaluate((list) => list.scrollHeight - list.clientHeight)).toBe(0)
  const last = await page.getByRole('menuitem', { name: 'Delete' }).boundingBox()
  expect(last!.y + last!.height).toBeLessThanOrEqual(400)
  await shot(page, 'zoom-200-menu')
})

test('dark and light are two looks of one page, and the choice holds before the first picture', async () => {
  const { page, chat } = await house.guest('/c/new#settings')
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await ground()
  await page.emulateMedia({ colorScheme: 'dark' })
  await eventually(ground).not.toBe(light)
  const dark = await ground()
  await page.getByRole('radio', { name: 'Light' }).check({ force: true })
  await eventually(ground).toBe(light)
  await page.keyboard.press('Escape')
  await page.goto('/c/new', { waitUntil: 'commit' })
  await page.waitForFunction(() => document.body)
  expect(await ground()).toBe(light)
  await chat.box.waitFor()
  await page.goto('/c/new#settings')
  await page.getByRole('radio', { name: 'System' }).check({ force: true })
  await eventually(ground).toBe(dark)
})

test('who asked for stillness gets it', async () => {
  const { page, chat } = await house.guest('/c/new', { reducedMotion: 'reduce' })
  const moving = () =>
    page.evaluate(() =>
      document
        .getAnimations()
        .filter((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().duration) > 10)
        .map((one) => (one as CSSAnimation).animationName ?? (one as CSSTransition).transitionProperty),
    )
  await chat.send('[[paced-50 tokens-60 thinking-20]] hello')
  await chat.reached(20)
  expect(await moving()).toEqual([])
  await chat.button('Model').click()
  await page.getByRole('option').first().waitFor()
  expect(await moving()).toEqual([])
  await page.keyboard.press('Escape')
  await page.goto(`${page.url()}#settings`)
  await page.getByRole('dialog').waitFor()
  expect(await moving()).toEqual([])
})

test('who reads further up is not pulled down, and is told of new text', async () => {
  const { page, chat } = await house.guest()
  await chat.ask(`[[echo]] ${'A paragraph of some length.\n\n'.repeat(60)}`)
  await chat.send('[[paced-200 tokens-800]] hello')
  await chat.reached(20)
  const scroller = page.locator('[data-scroller], #main').first()
  await scroller.hover()
  await page.mouse.wheel(0, -1500)
  await chat.button(/New text below|To the end/).waitFor()
  const first = () => chat.question.evaluate((element) => Math.round(element.getBoundingClientRect().top))
  const top = await first()
  await eventually(async () => (await chat.tokens()).length, { timeout: 10_000 }).toBeGreaterThan(400)
  expect(Math.abs((await first()) - top)).toBeLessThanOrEqual(1)
  await shot(page, 'text-below')
  await chat.button(/New text below|To the end/).click()
  await chat.is('settled')
  await eventually(
    async () => (await chat.answer.boundingBox())!.y + (await chat.answer.boundingBox())!.height,
  ).toBeLessThan(900)
})
