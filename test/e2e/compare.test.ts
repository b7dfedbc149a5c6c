/** Several models asked the same: their answers beside each other, and one of them gone on from. */
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { OTHER, openHouse, PLAIN, SEEDED_SLOW, shot } from './house.ts'
import { Chat, whole } from './page.ts'

const house = openHouse()

test('three models answer at once; a reload in the middle, one is gone on from, the others are versions', async () => {
  const { context, page, chat } = await house.guest()
  await chat.compare([PLAIN, OTHER, SEEDED_SLOW])
  await page.getByRole('button', { name: `Leave ${OTHER} out` }).waitFor()
  await chat.send('[[tokens-160 paced-25]] seed of three')
  await chat.many(chat.answers, 3)
  const [first, second, third] = [chat.answers.nth(0), chat.answers.nth(1), chat.answers.nth(2)]
  const told = page.locator('.hidden-text > [aria-live=polite]')
  await eventually(() => told.textContent()).toBe('3 models are answering')
  await chat.reads('tok9 ', first)
  await chat.reads('tok9 ', second)
  await eventually(async () => (await chat.text(third)).length).toBeGreaterThan(60)
  await shot(page, 'compare')

  await page.reload()
  await chat.many(chat.answers, 3)
  expect(await first.getAttribute('data-state')).toBe('open')
  // One is stopped by itself; the others go on.
  await page.getByRole('button', { name: `Stop ${OTHER}` }).click()
  await eventually(() => second.getAttribute('data-state')).toBe('stopped')
  await eventually(() => first.getAttribute('data-state'), { timeout: 15_000 }).toBe('settled')
  await eventually(() => chat.tokens(first)).toEqual(whole(160))
  await eventually(() => third.getAttribute('data-state'), { timeout: 15_000 }).toBe('settled')
  await eventually(() => told.textContent()).toMatch(/has answered$/)
  expect(await findings(page)).toEqual([])

  await page.getByRole('button', { name: 'Equally good' }).click()
  await eventually(() =>
    page.getByRole('button', { name: 'Equally good' }).getAttribute('aria-pressed'),
  ).toBe('true')
  await third.focus()
  expect(await third.getAttribute('data-front')).toBe('true')
  await page.keyboard.press('1')
  await chat.many(chat.answers, 1)
  expect(await chat.box.evaluate((element) => element === document.activeElement)).toBe(true)
  await chat.answer.getByText('1 / 3').waitFor()

  await page.getByRole('button', { name: 'Stop comparing' }).click()
  await chat.ask('[[tokens-3]] and on')
  await eventually(() => chat.tokens()).toEqual(whole(3))
  const page2 = await context.newPage()
  await page2.goto(page.url())
  const other = new Chat(page2)
  await other.many(other.messages, 4)
  await other.act(other.answers.first(), 'Next version').click()
  await other.many(other.messages, 2)
  await chat.many(chat.messages, 2)
  await chat.act(chat.answer, 'Look at the comparison again').click()
  await chat.many(chat.answers, 3)
  expect(await findings(page)).toEqual([])
  await shot(page, 'compare-again')
  await page.getByRole('button', { name: 'Close the comparison' }).click()
  await chat.many(chat.answers, 1)
})

test('a phone shows one at a time; the one in sight is gone on from', async () => {
  const { page, chat } = await house.guest('/c/new', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  })
  await chat.compare([PLAIN, OTHER])
  await chat.send('[[tokens-12]] one')
  await chat.many(chat.answers, 2)
  for (const n of [0, 1])
    await eventually(() => chat.answers.nth(n).getAttribute('data-state')).toBe('settled')
  await page
    .getByRole('navigation', { name: 'Compared answers' })
    .getByRole('button', { name: OTHER })
    .click()
  await eventually(() => chat.answers.nth(1).getAttribute('data-front')).toBe('true')
  expect(await findings(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await findings(page, 'colour')).toEqual([])
  await shot(page, 'compare-phone')
  expect(await page.evaluate(() => document.querySelector('.thread')!.scrollLeft)).toBe(0)
  const wanted = await chat.answers.nth(1).getAttribute('data-message-id')
  await chat.send('[[tokens-2]] two')
  await eventually(() => chat.answers.first().getAttribute('data-message-id')).toBe(wanted)
})
