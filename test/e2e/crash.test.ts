/** The server dies without a word while somebody reads. */
import { expect, test } from 'vitest'
import { seededText } from '../../bench/upstream/text.ts'
import { eventually } from './eventually.ts'
import { openHouse, SEEDED_SLOW, shot } from './house.ts'
import { whole } from './page.ts'

const house = openHouse()

test('kill -9 in mid-stream: the page comes back by itself, and the answer can be finished', async () => {
  const { context, page, chat } = await house.guest()
  await chat.choose(SEEDED_SLOW)
  await chat.send('seed of what survives')
  await eventually(async () => (await chat.text()).length, { timeout: 10_000 }).toBeGreaterThan(250)
  await house.server.kill9()
  await page.getByText('Connection lost, keeping your place').first().waitFor()
  // What was read stays readable.
  expect((await chat.text()).length).toBeGreaterThan(250)
  await shot(page, 'server-lost')
  await house.restart()
  await chat.is('interrupted', 30_000)
  await shot(page, 'interrupted')
  await eventually(() => page.getByText('Connection lost').count()).toBe(0)
  await chat.act(chat.answer, 'Continue').first().click()
  await chat.is('settled')
  const answer = await context.request.get(`/api/messages/${chat.id}`)
  const { data } = (await answer.json()) as { data: { text: string }[] }
  expect(data.map(({ text }) => text)).toEqual([
    'seed of what survives',
    seededText('seed of what survives', 180),
  ])
  // What stands below the answer comes a moment after it.
  await chat.answer
    .getByText(/\d tokens$/)
    .first()
    .waitFor()
  const drawn = await chat.text()
  await page.reload()
  await chat.is('settled')
  await eventually(() => chat.text()).toBe(drawn)
})

test('what is written while the server is away goes out when it is back', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[tokens-3]] before')
  await house.server.kill9()
  await page.getByText('Connection lost, keeping your place').first().waitFor()
  await chat.send('[[tokens-5]] written to nobody')
  await chat.many(chat.messages, 4)
  await house.restart()
  await chat.is('settled', 30_000)
  await eventually(() => chat.tokens()).toEqual(whole(5))
  expect(house.asked().filter((body) => body.includes('to nobody'))).toHaveLength(1)
})
