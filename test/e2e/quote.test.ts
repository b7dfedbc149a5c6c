/** What is read goes elsewhere: quoted in the next message, copied with its look or without. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { openHouse, shot } from './house.ts'

const house = openHouse()

/** Selects the words of the first element that `selector` finds, as a mouse does: the field loses the focus. */
const select = (page: Page, selector: string) =>
  page.evaluate((selector) => {
    ;(document.activeElement as HTMLElement | null)?.blur()
    const range = document.createRange()
    range.selectNodeContents(document.querySelector(selector)!)
    getSelection()!.removeAllRanges()
    getSelection()!.addRange(range)
  }, selector)

test('what is selected is quoted where the cursor is, by the button and by keys', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[echo]] some **bold** words\n\nand more')
  await chat.box.fill('Before')
  await select(page, '.prose')
  const button = chat.button('Quote')
  await button.waitFor()
  await shot(page, 'quote')
  expect(await findings(page)).toEqual([])
  await button.click()
  await eventually(() => chat.box.inputValue()).toBe('Before\n\n> some bold words\n>\n> and more\n\n')
  await eventually(() => button.count()).toBe(0)
  await page.keyboard.type('Why?')
  expect(await chat.box.inputValue()).toContain('and more\n\nWhy?')

  await chat.box.fill('')
  await select(page, '.prose strong')
  await page.keyboard.press('Control+Shift+9')
  await eventually(() => chat.box.inputValue()).toBe('> bold\n\n')
  await page.evaluate(() => getSelection()!.removeAllRanges())
  await chat.box.fill('')
  await chat.act(chat.answer, 'More').click()
  await page.getByRole('menuitem', { name: 'Quote' }).click()
  await eventually(() => chat.box.inputValue()).toBe('> some **bold** words\n>\n> and more\n\n')
})

test('under a finger the button leaves the place beside the selection alone', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const { page, chat } = await house.guest('/c/new', phone)
  await chat.ask('[[echo]] some words')
  await select(page, '.prose')
  const box = await chat.button('Quote').boundingBox()
  expect(box!.y).toBeGreaterThan(600)
  expect(box!.height).toBeGreaterThanOrEqual(44)
  await shot(page, 'quote-phone')
})

test('a message is copied as Markdown, as text, and with its look', async () => {
  const { context, page, chat } = await house.guest()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const markdown = '## Title\n\n1. **one**\n2. two\n\n- `three`\n\n| a | b |\n|---|---|\n| 1 | 2 |'
  await chat.ask(`[[echo]] ${markdown}`)
  await chat.answer.locator('td', { hasText: '2' }).waitFor()
  const read = (type: string) =>
    page.evaluate(async (type) => {
      const [item] = await navigator.clipboard.read()
      return item!.types.includes(type) ? await (await item!.getType(type)).text() : null
    }, type)
  const more = async (name: string) => {
    await chat.act(chat.answer, 'More').click()
    await page.getByRole('menuitem', { name: 'Other ways to copy' }).click()
    await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
    // A press right after it closed would only have closed it.
    await page.waitForTimeout(250)
  }

  await chat.act(chat.answer, 'Copy').click()
  await eventually(() => read('text/plain')).toBe(markdown)
  const look = (await read('text/html')) ?? ''
  expect(look).toContain('<strong>one</strong>')
  expect(look).toContain('<td>1</td>')
  expect(look).not.toMatch(/class=|<button|<svg|data-/)

  await more('Copy as text')
  await eventually(() => read('text/plain')).toContain('Title')
  const plain = await read('text/plain')
  expect(plain).not.toMatch(/[*#`|]/)
  expect(plain).toContain('1. one')
  expect(plain).toContain('• three')

  await more('Copy as Markdown')
  await eventually(() => read('text/html')).toBe(null)
  expect(await read('text/plain')).toBe(markdown)

  await more('Copy the chat')
  await eventually(() => read('text/plain')).toContain(`## Answer\n\n${markdown}`)
})

test('copying works where a plain http address leaves no clipboard to scripts', async () => {
  const { context, page, chat } = await house.guest()
  await context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined }),
  )
  await page.reload()
  const markdown = 'say **this**:\n\n```js\nlet it = "be"\n```'
  await chat.ask(`[[echo]] ${markdown}`)
  const pasted = async () => {
    await chat.box.fill('')
    await chat.box.press('ControlOrMeta+v')
    return chat.box.inputValue()
  }
  await chat.act(chat.answer, 'Copy').click()
  await eventually(pasted).toBe(markdown)
  await chat.answer.getByRole('button', { name: 'Copy code' }).click()
  await eventually(pasted).toBe('let it = "be"')
  await chat.act(chat.answer, 'More').click()
  await page.getByRole('menuitem', { name: 'Other ways to copy' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Copy the chat', exact: true }).click()
  await eventually(pasted).toContain(`## Answer\n\n${markdown}`)
})
