/** The map of branches: seen, walked by keys, and a way to bring what was said there to where one reads. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { openHouse, shot } from './house.ts'
import { Chat } from './page.ts'

const house = openHouse()

const items = (page: Page) => page.getByRole('treeitem')
const active = (page: Page) => page.locator('[role=treeitem][aria-selected=true] .map-text').textContent()

/** one ─ tok ─ two ─ tok, a second answer to the first question, and another beginning that is looked at last. */
async function forked(chat: Chat): Promise<void> {
  await chat.ask('[[tokens-3]] one')
  await chat.ask('[[tokens-4]] two')
  await chat.act(chat.answers.first(), 'Regenerate').click()
  await chat.many(chat.messages, 2)
  await chat.is('settled')
  await chat.act(chat.question, 'Edit').click()
  await chat.question.getByRole('textbox').fill('[[tokens-5]] another')
  await chat.question.getByRole('button', { name: 'Send', exact: true }).click()
  await eventually(() => chat.question.getAttribute('data-message-id')).not.toBe(null)
  await chat.reads('another', chat.question)
  await chat.is('settled')
}

test('the map shows every branch, keys walk it, and what is chosen is on the screen', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[tokens-3]] first')
  expect(await chat.button('Map of branches').count()).toBe(0)
  await page.goto('/c/new')
  await forked(chat)
  await chat.button('Map of branches').click()
  await chat.many(items(page), 4)
  await eventually(() => active(page)).toContain('another')
  expect(await page.getByText('3 branches').count()).toBe(1)
  expect(await findings(page)).toEqual([])
  await shot(page, 'map-light')
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await findings(page, 'colour')).toEqual([])
  await shot(page, 'map-dark')
  await page.emulateMedia({ colorScheme: 'light' })

  // Up into the other beginning, to the end of its longer branch, and there by Enter.
  await page.keyboard.press('Home')
  await eventually(() => active(page)).toContain('one')
  expect(await page.locator('[role=treeitem][aria-selected=true]').getAttribute('aria-level')).toBe('2')
  await page.getByRole('region', { name: 'Message', exact: true }).getByText('one').waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowLeft')
  await eventually(() => active(page)).toContain('one')
  await page.keyboard.press('ArrowRight')
  await eventually(() => active(page)).toContain('tok0')
  await page.keyboard.press('Enter')
  await eventually(() => items(page).count()).toBe(0)
  await chat.reads('one', chat.questions.first())
  await chat.many(chat.messages, 4)

  // A message that comes while it is open is on it, and pulses as long as it is written.
  await page.keyboard.press('Control+Shift+G')
  await chat.many(items(page), 4)
  const other = await page.context().newPage()
  await other.goto(page.url())
  const second = new Chat(other)
  await second.many(second.messages, 4)
  await second.act(second.answers.first(), 'Regenerate').click()
  await chat.many(items(page), 5)
  await page.keyboard.press('Escape')
  await eventually(() => items(page).count()).toBe(0)

  // From right to left the arrows change their meaning.
  await page.goto(`${page.url()}?lang=ar-XB`)
  await chat.many(chat.messages, 2)
  await page.keyboard.press('Control+Shift+G')
  await chat.many(items(page), 5)
  await shot(page, 'map-rtl')
  await page.keyboard.press('ArrowRight')
  await eventually(() => active(page)).toContain('one')
})

test('a question with its answer is brought here, and a message to another branch', async () => {
  const { page, chat } = await house.guest()
  await forked(chat)
  await chat.button('Map of branches').click()
  const run = items(page).filter({ hasText: 'tok0' }).filter({ hasText: '3 messages' })
  await run.hover()
  await page.getByRole('button', { name: 'Bring here', exact: true }).click()
  await chat.many(chat.messages, 3)
  await page.getByText('Brought to the end of this branch').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await chat.many(chat.messages, 2)

  // The other way round: from the menu of a message, to a place that is chosen on the map.
  await chat.act(chat.question, 'More').click()
  await page.getByRole('menuitem', { name: 'This message and its answer' }).click()
  await page.getByText('Choose the branch').waitFor()
  await shot(page, 'map-carry')
  await run.click()
  await chat.many(chat.messages, 6)
  await chat.reads('another', chat.question)
  await page.reload()
  await chat.many(chat.messages, 6)
})

test('on a phone it is a sheet, and a tap looks before it goes', async () => {
  const { page, chat } = await house.guest('/c/new', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await forked(chat)
  await chat.button('Map of branches').click()
  await chat.many(items(page), 4)
  const sheet = page.locator('.map')
  await eventually(() => sheet.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 })
  await shot(page, 'map-phone')
  await items(page).filter({ hasText: 'one' }).tap()
  await page.getByRole('region', { name: 'Message', exact: true }).getByText('one').waitFor()
  expect(await items(page).count()).toBe(4)
  await page.getByRole('button', { name: 'Show', exact: true }).tap()
  await eventually(() => items(page).count()).toBe(0)
  await chat.reads('one', chat.questions.first())
})
