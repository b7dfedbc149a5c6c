/** Every word on the page comes from the list of words: in the made-up language, none is left in English. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { OTHER, openHouse, PLAIN, shot } from './house.ts'

const house = openHouse()

/**
 * Texts and names on the page that the made-up language did not touch. `said` is content: what people wrote, names of
 * models, addresses.
 */
async function untouched(page: Page, said: string[]): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement!
      if (
        element.closest(
          'script, style, noscript, .prose, .bubble-text, .source, .source-card, kbd, .keys, .sidebar-keys, code, time, .actions-about[data-tip]',
        )
      )
        continue
      if (node instanceof Element) {
        // The tip of a device is what it calls itself.
        if (element.closest('.session')) continue
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-tip', 'aria-description'])
          found.push(node.getAttribute(name) ?? '')
      } else found.push(node.textContent ?? '')
    }
    return found.map((text) => text.trim())
  })
  return [...new Set(texts)].filter((text) => {
    const own = text.replace(/\[\[[^\]]*\]\]/g, '')
    const letters = said.reduce((rest, known) => rest.replaceAll(known, ''), own).replace(/[^a-zA-Z]/g, '')
    // The made-up language has no plain Latin letter; a single one may be a unit or an initial.
    return letters.length > 1
  })
}

test('no view has words of its own', async () => {
  const { page, chat, name, email } = await house.guest('/c/new?lang=en-XA')
  const stranger = await house.stranger()
  await stranger.page.goto('/register?lang=en-XA')
  await stranger.page.getByRole('textbox').first().waitFor()
  expect(await untouched(stranger.page, ['Parley']), 'create account').toEqual([])
  await shot(stranger.page, 'pseudo-create-account')
  await stranger.page.goto('/login?lang=en-XA&ended')
  await stranger.page.getByRole('textbox').first().waitFor()
  expect(await untouched(stranger.page, ['Parley']), 'sign in').toEqual([])

  const said = [
    name,
    name.split(' ')[0]!,
    email,
    // The server names its models, in its own words.
    'Guide',
    'Answers questions about Parley from its documentation',
    'Parley',
    PLAIN,
    OTHER,
    'Fake',
    'Seeded',
    'hello there',
    'seed',
    'ttft',
    'tps',
    'len',
    'think',
  ]
  const box = page.locator('[data-composer]')
  const send = async (text: string) => {
    await box.fill(text)
    await box.press('Enter')
  }
  await box.waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en-XA')
  await shot(page, 'pseudo-empty')
  expect(await untouched(page, said), 'empty chat').toEqual([])

  await send('[[paced-30 tokens-60 thinking-30]] hello there')
  await chat.answer.waitFor()
  expect(await untouched(page, said), 'streaming').toEqual([])
  await chat.is('settled')
  await send('[[markdown]] hello there')
  await chat.many(chat.messages, 4)
  await chat.is('settled')
  await send('[[cut-mid]] hello there')
  await chat.many(chat.messages, 6)
  await chat.is('failed')
  expect(await untouched(page, [...said, 'ts']), 'thread').toEqual([])
  await shot(page, 'pseudo-thread')

  await page.locator('.gauge').click()
  await page.locator('.gauge-panel dl').first().waitFor()
  expect(await untouched(page, [...said, 'ts']), 'context').toEqual([])
  await shot(page, 'pseudo-gauge')
  await page.keyboard.press('Escape')

  await page.locator('#model-button').click()
  await page.getByRole('option').first().waitFor()
  expect(await untouched(page, [...said, 'ts']), 'model picker').toEqual([])
  await shot(page, 'pseudo-model-picker')

  for (const section of ['general', 'account', 'sessions', 'keyboard', 'about']) {
    await page.goto(`/c/new?lang=en-XA#settings/${section}`)
    await page.reload()
    await page.getByRole('dialog').waitFor()
    if (section === 'sessions') await page.locator('.session').first().waitFor()
    const known = [...said, 'English', 'Deutsch', 'Chrome', 'Linux', 'Ctrl']
    expect(await untouched(page, known), section).toEqual([])
  }
  await shot(page, 'pseudo-settings')

  await page.goto('/prompts?lang=en-XA')
  await page.locator('.prompts-teach').waitFor()
  expect(await untouched(page, said), 'no prompts').toEqual([])
  await page.goto('/prompts/new?lang=en-XA')
  await page.locator('.prompt-name').fill('hello there')
  await page.locator('.prompt-text').fill('hello there {{ttft}} {{current_date}}')
  expect(await untouched(page, said), 'a new prompt').toEqual([])
  await page.keyboard.press('Control+s')
  await page.locator('.prompt-versions').waitFor()
  expect(await untouched(page, [...said, 'current_date']), 'a prompt').toEqual([])
  await page.goto('/c/new?lang=en-XA')
  await box.fill('/')
  await page.getByRole('option').first().waitFor()
  expect(await untouched(page, [...said, 'current_date']), 'the slash').toEqual([])
  await box.press('Enter')
  await page.getByRole('dialog').waitFor()
  expect(
    await untouched(page, [...said, 'Ctrl', new Date().toLocaleDateString('en', { weekday: 'long' })]),
    'the form',
  ).toEqual([])
})

test('from right to left the page is its own mirror', async () => {
  const { page, chat } = await house.guest('/c/new?lang=ar-XB')
  const box = page.locator('[data-composer]')
  await box.waitFor()
  expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
  const sidebar = await chat.page.locator('#sidebar').boundingBox()
  expect(sidebar!.x).toBeGreaterThan(1000)
  await box.fill('[[markdown]] hello')
  await box.press('Enter')
  await chat.is('settled')
  await shot(page, 'rtl-thread')
  await page.locator('.gauge').click()
  await page.locator('.gauge-panel dl').first().waitFor()
  await shot(page, 'rtl-gauge')
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  await page.keyboard.press('Escape')
  // What waits begins where its line does, in whichever script it is written.
  await box.fill('[[paced-30 tokens-900]] hello')
  await box.press('Enter')
  await chat.is('open')
  for (const text of ['Then this', 'שלום עולם']) {
    await box.fill(text)
    await box.press('Enter')
    const line = page.locator('.queue li', { hasText: text })
    const apart = () =>
      line.evaluate((element) => {
        const words = document.createRange()
        words.selectNodeContents(element.querySelector('.queue-text')!)
        return (
          element.querySelector('svg')!.getBoundingClientRect().left - words.getBoundingClientRect().right
        )
      })
    await eventually(apart).toBeLessThan(16)
  }
  await shot(page, 'rtl-queue')
})

test('German is whole, and chosen by the browser', async () => {
  const { page } = await house.guest('/c/new', { locale: 'de-AT' })
  await page.getByRole('textbox', { name: 'Nachricht' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de')
  await shot(page, 'german')
})
