/** What is not needed for the first picture comes after it: nobody waits for it who only reads, and nothing moves. */
import { expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { holdBack, openHouse } from './house.ts'

const house = openHouse()

test('an answer is read and another question written before the rest of the page is here; what was pressed waits', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[markdown]] a page to read')
  const open = await holdBack(page, /\/assets\/hands-/)
  await page.reload()
  await chat.many(chat.messages, 2)
  await chat.box.fill('while it is on its way')
  await page.getByRole('button', { name: 'Account menu' }).click()
  expect(await page.getByRole('menu').count()).toBe(0)
  // Who pressed sees that they were heard.
  const heard = page.locator('html[data-waiting]')
  await heard.waitFor({ state: 'attached' })
  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('article, .composer, .row')].map((element) => {
        const { top, left, width, height } = element.getBoundingClientRect()
        return [top, left, width, height].map(Math.round)
      }),
    )
  const before = await places()
  open()
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  await heard.waitFor({ state: 'detached' })
  await chat.act(chat.answer, 'Copy').waitFor()
  expect(await places()).toEqual(before)
})

test('a page whose scripts are on their way says so, until its first picture', async () => {
  const { page, chat } = await house.guest()
  const open = await holdBack(page, /\/assets\/.*\.js$/)
  await page.reload({ waitUntil: 'commit' })
  const line = () =>
    page.evaluate(() => {
      const app = document.getElementById('app')
      return app && getComputedStyle(app, '::before').animationName
    })
  await eventually(line).toBe('creep')
  open()
  await chat.box.waitFor()
  expect(await line()).toBe('none')
})

test('a shortcut that is pressed at once does what it says', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[tokens-3]] hello')
  await page.reload({ waitUntil: 'commit' })
  await chat.box.waitFor()
  await page.keyboard.press('ControlOrMeta+Shift+S')
  await page.getByRole('button', { name: 'Show sidebar' }).waitFor()
})

test('and one that is pressed before anything can be seen', async () => {
  const { page, chat } = await house.guest()
  await chat.box.waitFor()
  const open = await holdBack(page, /\/assets\/empty-/)
  await page.reload()
  await page.keyboard.press('ControlOrMeta+Shift+U')
  expect(await chat.box.count()).toBe(0)
  open()
  const panel = page.locator('.sheet')
  await panel.getByRole('button', { name: 'Close' }).waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  await eventually(() => chat.box.evaluate((box) => box === document.activeElement)).toBe(true)
})
