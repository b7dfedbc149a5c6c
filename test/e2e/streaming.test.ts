/** An answer that is being written: it survives a reload, a lost network, a second tab, and can be stopped anywhere. */
import { expect, test as one } from 'vitest'
import { eventually } from './eventually.ts'
import { openHouse, shot, type Visit } from './house.ts'
import { Chat, tokensIn, whole } from './page.ts'
import { watchTokens, wrongsOf } from './watch.ts'

const house = openHouse({ together: true })

// They wait for words and for networks most of the time, so they wait together.
const test = one.concurrent

/** What the server holds of the conversation. */
async function stored({ context, chat }: Visit): Promise<{ text: string; isCreatedByUser: boolean }[]> {
  const answer = await context.request.get(`/api/messages/${chat.id}`)
  expect(answer.status()).toBe(200)
  return ((await answer.json()) as { data: { text: string; isCreatedByUser: boolean }[] }).data
}

test('a reload in mid-stream loses and doubles nothing', async () => {
  const visit = await house.guest()
  const { page, chat } = visit
  await watchTokens(page)
  await page.reload()
  await chat.send('[[paced-60 tokens-300]] read again')
  await chat.reached(20)
  await shot(page, 'streaming')
  await page.reload()
  await chat.reached(20)
  expect(await chat.answer.getAttribute('data-state')).toBe('open')
  await chat.reached(60)
  await page.reload()
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual(whole(300))
  expect(await wrongsOf(page)).toEqual([])
  expect(await chat.messages.count()).toBe(2)
  const [, answer] = await stored(visit)
  expect(answer?.text.trim()).toBe(
    whole(300)
      .map((n) => `tok${n}`)
      .join(' '),
  )
  expect(house.asked().filter((body) => body.includes('read again'))).toHaveLength(1)
})

test('a second tab follows word by word, and both end the same', async () => {
  const { context, page, chat } = await house.guest()
  const page2 = await context.newPage()
  await watchTokens(page2)
  await chat.send('[[paced-60 tokens-300]] hello')
  await chat.reached(10)
  await page2.goto(page.url())
  const second = new Chat(page2)
  await second.reached(50)
  expect(await second.answer.getAttribute('data-state')).toBe('open')
  await Promise.all([chat.is('settled'), second.is('settled')])
  await eventually(() => chat.tokens()).toEqual(whole(300))
  await eventually(() => second.tokens()).toEqual(whole(300))
  expect(await wrongsOf(page2)).toEqual([])

  // And a message of one tab comes to the other by itself.
  await second.ask('[[tokens-5]] again')
  await chat.many(chat.messages, 4)
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual(whole(5))
})

test('offline in mid-stream and back: the text goes on where it was', async () => {
  const { context, page, chat } = await house.guest()
  await watchTokens(page)
  await page.reload()
  await chat.send('[[paced-30 tokens-200]] hello')
  await chat.reached(20)
  // Long enough for the page to give the line up, so that it must really catch up.
  await chat.goOffline()
  await shot(page, 'offline')
  expect(await chat.answer.getAttribute('data-state')).toBe('open')
  await context.setOffline(false)
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual(whole(200))
  expect(await wrongsOf(page)).toEqual([])
  await eventually(() => page.getByText('You are offline').count()).toBe(0)
})

test('a message that is written offline goes out once, even over a reload', async () => {
  const visit = await house.guest()
  const { context, page, chat } = visit
  await chat.ask('[[tokens-3]] first')
  await chat.goOffline()
  await chat.send('[[tokens-7]] written on a train')
  await chat.many(chat.messages, 4)
  await chat.reads('written on a train', chat.question)
  await shot(page, 'written-offline')
  expect(await chat.box.inputValue()).toBe('')
  expect(house.asked().filter((body) => body.includes('on a train'))).toHaveLength(0)
  await context.setOffline(false)
  await chat.is('settled')
  await page.reload()
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual(whole(7))
  const texts = (await stored(visit)).filter(({ isCreatedByUser }) => isCreatedByUser).map(({ text }) => text)
  expect(texts).toEqual(['[[tokens-3]] first', '[[tokens-7]] written on a train'])
  expect(house.asked().filter((body) => body.includes('on a train'))).toHaveLength(1)
})

test('the first message of a conversation can be written offline, too', async () => {
  const { context, page, chat } = await house.guest()
  await chat.goOffline()
  await chat.send('[[tokens-4]] from a tunnel')
  await chat.many(chat.messages, 2)
  await context.setOffline(false)
  await page.reload()
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual(whole(4))
  expect(house.asked().filter((body) => body.includes('from a tunnel'))).toHaveLength(1)
})

test('stop in one tab stops the other, and the vendor', async () => {
  const visit = await house.guest()
  const { context, page, chat } = visit
  await chat.send('[[paced-40 tokens-2000]] hello')
  await chat.reached(10)
  const page2 = await context.newPage()
  await page2.goto(page.url())
  const second = new Chat(page2)
  await second.reached(30)
  await second.button('Stop').click()
  await Promise.all([chat.is('stopped'), second.is('stopped')])
  const asked = () => house.upstream.requests.find(({ body }) => JSON.stringify(body).includes('tokens-2000'))
  await eventually(() => asked()?.ended).toBe('aborted')
  const kept = tokensIn((await stored(visit)).at(-1)!.text)
  expect(kept.length).toBeGreaterThan(30)
  expect(kept).toEqual(whole(kept.length))
  await eventually(() => chat.tokens()).toEqual(kept)
  await eventually(() => second.tokens()).toEqual(kept)
  await shot(page, 'stopped')
  await page.reload()
  await chat.is('stopped')
  await eventually(() => chat.tokens()).toEqual(kept)
  // The page is ready for the next message at once.
  await chat.ask('[[tokens-2]] and now')
})

test('a conversation is left and looked at again while its answer is written', async () => {
  const { page, chat } = await house.guest()
  await chat.send('[[paced-50 tokens-120]] the long one')
  await chat.reached(5)
  const address = page.url()
  await chat.button('New chat').first().click()
  await chat.ask('[[tokens-3]] the short one')
  // By its address: the model gives it another name when the answer is complete.
  await chat.list.locator(`a[href="${new URL(address).pathname}"]`).click()
  await page.waitForURL(address, { waitUntil: 'commit' })
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual(whole(120))
  await page.goBack()
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual(whole(3))
})

test('reasoning is folded to one line, and opens', async () => {
  const { page, chat } = await house.guest()
  await chat.send('[[paced-80 thinking-60 tokens-40]] why')
  const fold = chat.answer.getByRole('button', { name: /Think|Thought|Reason/i }).first()
  await fold.waitFor()
  await shot(page, 'thinking')
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual(whole(40))
  if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
  await chat.answer.getByText('thought59').waitFor()
})

test('a part of the page that cannot be loaded says so, and comes with the connection', async () => {
  const { context, page, chat } = await house.guest()
  await chat.ask('[[tokens-3]] hello')
  await context.setOffline(true)
  const more = chat.answer.getByRole('button', { name: 'More' })
  await more.click()
  await page.getByText('This part of the page is not here yet.').waitFor()
  await context.setOffline(false)
  await more.click()
  await page.getByRole('menuitem').first().waitFor()
})
