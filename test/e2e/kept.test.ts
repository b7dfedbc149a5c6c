/** What somebody wrote beside a message stays: words about an answer, a rewriting, and where a conversation lies. */
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { openHouse, shot } from './house.ts'

const house = openHouse()

test('words about an answer stand below it, can be changed, and are there after a reload', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[tokens-9]] one')
  await chat.act(chat.answer, 'Bad answer').click()
  await page.getByRole('menuitem', { name: 'In your own words' }).click()
  const field = page.getByRole('textbox', { name: 'What you think of this answer' })
  await field.fill('Too short')
  await shot(page, 'feedback-writing')
  await page.keyboard.press('Control+Enter')
  await chat.reads('Too short')
  // Another reason, and the other thumb, keep them.
  await chat.act(chat.answer, 'Bad answer').click()
  await page
    .getByRole('menuitemradio', { name: 'Not helpful' })
    .or(page.getByRole('menuitem', { name: 'Not helpful' }))
    .click()
  await page.reload()
  await chat.reads('Too short')
  await shot(page, 'feedback')
  expect(await findings(page)).toEqual([])
  await chat.act(chat.answer, 'Change').click()
  await field.fill('')
  await page.keyboard.press('Control+Enter')
  await eventually(() => page.getByText('Too short').count()).toBe(0)
})

test('the button of a menu opens it and closes it, by mouse and by finger, also at once after a choice', async () => {
  for (const touch of [false, true]) {
    const { page, chat } = await house.guest('/c/new', { hasTouch: touch })
    await chat.ask('[[tokens-3]] one')
    const thumb = chat.act(chat.answer, 'Bad answer')
    const press = () => (touch ? thumb.tap() : thumb.click())
    const menu = page.getByRole('menu')
    for (const shown of [1, 0, 1]) {
      await press()
      await eventually(() => menu.count()).toBe(shown)
    }
    await menu.getByText('Not helpful').click()
    await thumb.evaluate((button) => (button as HTMLElement).click())
    await eventually(() => menu.count()).toBe(1)
    await page.keyboard.press('Escape')
    await eventually(() => menu.count()).toBe(0)
  }
})

test('a rewriting that is not finished is open again after a reload', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[tokens-3]] one')
  await chat.act(chat.question, 'Edit').click()
  await chat.question.getByRole('textbox').fill('[[tokens-3]] one, and more')
  await page.reload()
  const field = chat.question.getByRole('textbox')
  await eventually(() => field.inputValue()).toBe('[[tokens-3]] one, and more')
  await field.press('Escape')
  await chat.reads('one', chat.question)
  await page.reload()
  await chat.reads('one', chat.question)
  expect(await chat.question.getByRole('textbox').count()).toBe(0)
})

test('a conversation in the trash or the archive says so, and comes back from there', async () => {
  const { context, page, chat } = await house.guest()
  await chat.ask('[[tokens-3]] one')
  const { id } = chat
  const headers = { origin: house.url }
  await context.request.post('/api/convos/archive', {
    data: { arg: { conversationId: id, isArchived: true } },
    headers,
  })
  await page.goto(`/c/${id}`)
  const note = page.locator('.shelf-note')
  await note.getByText('Archived').waitFor()
  await shot(page, 'shelf-archived')
  await note.getByRole('button').click()
  await eventually(() => note.count()).toBe(0)
  await chat.list.getByRole('link').first().waitFor()

  await context.request.delete(`/api/convos/${id}`, { headers })
  await page.goto(`/c/${id}`)
  await note.getByText('Erased in 30 days').waitFor()
  await shot(page, 'shelf-trash')
  expect(await findings(page)).toEqual([])
  await note.getByRole('button', { name: 'Restore' }).click()
  await eventually(() => note.count()).toBe(0)

  // From the list it can be duplicated, which opens the copy.
  await chat.list.getByRole('link').first().waitFor()
  await chat.list
    .getByRole('button', { name: /^Actions|Options|More/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await eventually(() => chat.id).not.toBe(id)
  await chat.many(chat.messages, 2)
})
