/** Versions of a message: edit and resend, another answer, going on, and what was chosen everywhere the same. */
import { expect, test } from 'vitest'
import { seededText } from '../../bench/upstream/text.ts'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { openHouse, SEEDED_SLOW, shot } from './house.ts'
import { Chat, whole } from './page.ts'

const house = openHouse()

test('edit and resend makes a branch, and the choice is the same after a reload and in a second tab', async () => {
  const { context, page, chat } = await house.guest()
  await chat.ask('[[tokens-3]] one')
  await chat.ask('[[tokens-4]] two')

  await chat.act(chat.questions.first(), 'Edit').click()
  const editor = chat.questions.first().getByRole('textbox')
  expect(await editor.inputValue()).toBe('[[tokens-3]] one')
  await editor.fill('[[tokens-6]] one, better')
  await shot(page, 'editing')
  await chat.questions.first().getByRole('button', { name: 'Send', exact: true }).click()
  await chat.many(chat.messages, 2)
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual(whole(6))
  await chat.question.getByText('2 / 2').waitFor()

  await chat.act(chat.question, 'Previous version').click()
  await chat.many(chat.messages, 4)
  await chat.reads('one', chat.questions.first())
  await eventually(() => chat.tokens()).toEqual(whole(4))
  await page.reload()
  await chat.many(chat.messages, 4)
  await chat.questions.first().getByText('1 / 2').waitFor()
  await shot(page, 'versions')

  const page2 = await context.newPage()
  await page2.goto(page.url())
  const second = new Chat(page2)
  await second.many(second.messages, 4)
  // A choice here moves the branch there.
  await second.act(second.questions.first(), 'Next version').click()
  await second.many(second.messages, 2)
  await chat.many(chat.messages, 2)
  await eventually(() => chat.tokens()).toEqual(whole(6))
})

test('an edit that is given up changes nothing', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[tokens-3]] one')
  await chat.act(chat.question, 'Edit').click()
  await chat.question.getByRole('textbox').fill('something else')
  await page.keyboard.press('Escape')
  await eventually(() => chat.question.getByRole('textbox').count()).toBe(0)
  await chat.reads('one', chat.question)
  expect(await chat.messages.count()).toBe(2)
})

test('a long message is edited where one can see it', async () => {
  const { page, chat } = await house.guest()
  await chat.ask(`[[echo]] ${'a line\n'.repeat(40)}`)
  // Its end, with the button, is at the upper edge of the screen.
  const edge = await chat.question.evaluate((element) => element.getBoundingClientRect().bottom)
  await page.locator('.thread').evaluate((thread, by) => thread.scrollBy(0, by), edge - 60)
  await chat.act(chat.question, 'Edit').click()
  const field = chat.question.getByRole('textbox')
  await eventually(async () => (await field.boundingBox())!.y).toBeGreaterThanOrEqual(0)
  const rest = () => field.evaluate((area) => area.scrollHeight - area.clientHeight - area.scrollTop)
  expect(await rest()).toBeLessThanOrEqual(1)
})

test('regenerate adds a version and keeps the old one', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[tokens-9]] one')
  const first = await chat.answer.getAttribute('data-message-id')
  await chat.act(chat.answer, 'Regenerate').click()
  await eventually(() => chat.answer.getAttribute('data-message-id')).not.toBe(first)
  await chat.is('settled')
  await chat.answer.getByText('2 / 2').waitFor()
  expect(await chat.messages.count()).toBe(2)
  await chat.act(chat.answer, 'Previous version').click()
  await eventually(() => chat.answer.getAttribute('data-message-id')).toBe(first)
  await page.reload()
  await chat.is('settled')
  expect(await chat.answer.getAttribute('data-message-id')).toBe(first)
})

test('what was stopped goes on where it was, to the last character', async () => {
  const { context, page, chat } = await house.guest()
  await chat.choose(SEEDED_SLOW)
  await chat.send('seed of a long story')
  await eventually(async () => (await chat.text()).length, { timeout: 10_000 }).toBeGreaterThan(200)
  await chat.button('Stop').click()
  await chat.is('stopped')
  const kept = await chat.text()
  await chat.act(chat.answer, 'Continue').click()
  await chat.is('open')
  expect(kept.length).toBeGreaterThan(200)
  await chat.is('settled')
  const answer = await context.request.get(`/api/messages/${chat.id}`)
  const { data } = (await answer.json()) as { data: { text: string }[] }
  expect(data.map(({ text }) => text)).toEqual([
    'seed of a long story',
    seededText('seed of a long story', 180),
  ])
  await page.reload()
  await chat.is('settled')
  expect(await chat.messages.count()).toBe(2)
})

test('copy takes the Markdown of the answer', async () => {
  const { context, chat } = await house.guest()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await chat.ask('[[echo]] some **bold** and `code`')
  await chat.answer.locator('strong', { hasText: 'bold' }).waitFor()
  await chat.act(chat.answer, 'Copy').click()
  const read = () => chat.page.evaluate(() => navigator.clipboard.readText())
  await eventually(read).toBe('some **bold** and `code`')
})

test('what waits is on hold after a stop, goes out after another answer, and takes nobody to another branch', async () => {
  const { page, chat } = await house.guest()
  const hold = page.getByText('Waiting messages are on hold.')
  const slow = '[[paced-30 tokens-100]] long'
  await chat.ask('[[tokens-3]] one')
  await chat.send(slow)
  await chat.reached(5)
  await chat.send('[[tokens-4]] two')
  await page.locator('.queue li').waitFor()
  expect(await hold.count()).toBe(0)
  await chat.button('Stop').click()
  await hold.waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await shot(page, `on-hold-${colorScheme}`)
    expect(await findings(page, colorScheme === 'light' ? 'all' : 'colour')).toEqual([])
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await shot(page, 'on-hold-phone')
  await page.setViewportSize({ width: 1440, height: 900 })
  await chat.act(chat.answer, 'Regenerate').click()
  await eventually(() => hold.count()).toBe(0)

  // Whoever looks at another branch when it goes out stays there, and finds it when they come back.
  await chat.act(chat.questions.first(), 'Edit').click()
  const first = chat.questions.first()
  await first.getByRole('textbox').fill('[[tokens-5]] another')
  await first.getByRole('button', { name: 'Send', exact: true }).click()
  await eventually(() => chat.tokens()).toEqual(whole(5))
  await eventually(() => page.locator('.queue li').count()).toBe(0)
  expect(await hold.count()).toBe(0)
  expect(await chat.messages.count()).toBe(2)
  await chat.act(chat.question, 'Previous version').click()
  await chat.reads('two', chat.question)
  await eventually(() => chat.tokens()).toEqual(whole(4))
})
