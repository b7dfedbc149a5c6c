/** What goes wrong on a model's side ends in a clear state with a way on, and never in an endless spinner. */
import { expect, test as one } from 'vitest'
import { eventually } from './eventually.ts'
import { openHouse, STALL_MS, shot } from './house.ts'
import type { Chat } from './page.ts'
import { tokensIn, whole } from './page.ts'

const house = openHouse({ together: true })

// They wait most of the time, so they wait together.
const test = one.concurrent

/** The answer has failed, says so in words, and nothing on the page pretends to work any more. */
async function failed(chat: Chat, words: RegExp, ...ways: string[]): Promise<void> {
  await chat.is('failed')
  await eventually(() => chat.text()).toMatch(words)
  for (const way of ways) await chat.act(chat.answer, way).first().waitFor()
  await eventually(() => chat.button('Stop').count()).toBe(0)
  const busy = chat.page.locator('#main').locator('[aria-busy=true], .spinner, [role=progressbar]')
  await eventually(() => busy.count()).toBe(0)
}

test('a rate limit counts down, is tried again, and then says so', async () => {
  const { page, chat } = await house.guest()
  await chat.send('[[429-once tokens-6]] hello')
  await chat.reads('in 1 s')
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual(whole(6))

  await chat.send('[[error-429-date]] hello')
  const line = chat.answer.getByText(/Trying again in \d/)
  await line.waitFor()
  await shot(page, 'rate-limit')
  const first = await line.textContent()
  await eventually(() => line.textContent(), { timeout: 4000 }).not.toBe(first)
  await chat.reads('Rate limit reached, slow down.')
  // Waiting can be ended at any time.
  await chat.button('Stop').click()
  await chat.is('stopped')
})

test('a refused key says whose, in the vendor’s words', async () => {
  const { page, chat } = await house.guest()
  await chat.send('[[error-401]] hello')
  await failed(chat, /Fake[\s\S]*Incorrect API key/, 'Try again')
  await shot(page, 'key-refused')
  await page.reload()
  await failed(chat, /Incorrect API key/, 'Try again')
})

test.each([
  ['error-404', /does not exist/],
  ['error-500', /The server had an error/],
  ['error-429-quota', /quota/],
  ['error-400-context', /longer than|too long/],
])('%s is told, with a way on', async (word, words) => {
  const { chat } = await house.guest()
  await chat.send(`[[${word}]] hello`)
  await failed(chat, words, 'Try again')
})

/** Tokens that one read may wait for: what came last before a vendor fell silent may never have been read. */
const UNREAD = 24

/** What was read of 100 tokens is stored and drawn, from the first to the last without a gap. Returns how many. */
async function keptOf100(chat: Chat): Promise<number> {
  const answer = await chat.page.context().request.get(`/api/messages/${chat.id}`)
  const { data } = (await answer.json()) as { data: { text: string }[] }
  const kept = tokensIn(data.at(-1)!.text)
  expect(kept.length).toBeGreaterThanOrEqual(100 - UNREAD)
  expect(kept).toEqual(whole(kept.length))
  await eventually(() => chat.tokens()).toEqual(kept)
  return kept.length
}

test('an answer that was cut keeps its text and can go on', async () => {
  const { page, chat } = await house.guest()
  await chat.send('[[cut-mid tokens-200]] hello')
  await failed(chat, /cut/, 'Continue')
  const kept = await keptOf100(chat)
  await shot(page, 'cut')
  // What asks to go on names no trouble, so the vendor answers it plainly.
  await chat.act(chat.answer, 'Continue').first().click()
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual([...whole(kept), ...whole(20)])
})

test('a model that stops sending is given up', async () => {
  const { page, chat } = await house.guest()
  await chat.send('[[stall-mid tokens-200]] hello')
  await failed(chat, /stopped sending/, 'Continue')
  await keptOf100(chat)
  await shot(page, 'stalled')

  await chat.send('[[stall-before]] hello')
  // While nothing comes, the page counts the seconds it has waited.
  await eventually(() => chat.text(), { timeout: STALL_MS + 2000 }).toMatch(/[1-9] s/)
  await failed(chat, /stopped sending/, 'Try again')
})

test.each([
  ['malformed', /could not be read/],
  ['in-band-error', /overloaded/],
])('%s in mid-answer keeps what came', async (word, words) => {
  const { chat } = await house.guest()
  await chat.send(`[[${word} tokens-20]] hello`)
  await failed(chat, words, 'Continue')
  await eventually(() => chat.tokens()).toEqual(whole(10))
})

test('an answer that reached its length, and one that was refused, say so', async () => {
  const { chat } = await house.guest()
  await chat.ask('[[length tokens-8]] hello')
  await chat.act(chat.answer, 'Continue').first().waitFor()
  await chat.ask('[[refuse tokens-3]] hello')
  await eventually(() => chat.text()).toMatch(/declined|refused|did not want/i)
})
