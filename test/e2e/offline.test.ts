/** The page without a server: what was seen is read, what is written waits, and nobody meets what is somebody else's. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { startKeptBrowser } from './chromium.ts'
import { eventually } from './eventually.ts'
import { openHouse, shot } from './house.ts'
import { Chat, whole } from './page.ts'

const house = openHouse({ workers: true })

/** The service worker holds this version's files, and is asked for every page. */
const ready = (page: Page) =>
  eventually(() =>
    page.evaluate(async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith('parley.shell.'))
      const shell = await Promise.all(names.map(async (name) => (await caches.open(name)).match('/shell')))
      return shell.some(Boolean) && navigator.serviceWorker.controller !== null
    }),
  ).toBe(true)

/** Names of this browser's databases, and how many conversations lie in them. */
const keptIn = (page: Page) =>
  page.evaluate(async () => {
    const all = (await indexedDB.databases()).flatMap(({ name }) =>
      name?.startsWith('parley.') ? [name] : [],
    )
    const counts = all.map(
      (name) =>
        new Promise<number>((resolve) => {
          const opening = indexedDB.open(name)
          opening.onsuccess = () => {
            const db = opening.result
            const count = db.transaction('conversation').objectStore('conversation').count()
            count.onsuccess = () => {
              db.close()
              resolve(count.result)
            }
          }
        }),
    )
    return { names: all, conversations: (await Promise.all(counts)).reduce((a, b) => a + b, 0) }
  })

/** Nothing serious, in both themes; on a phone it is looked at. */
async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await shot(page, `${name}-${colorScheme}`)
    expect(await findings(page, colorScheme === 'light' ? 'all' : 'colour'), name).toEqual([])
  }
  const size = page.viewportSize()!
  await page.setViewportSize({ width: 390, height: 844 })
  await shot(page, `${name}-phone`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(size)
}

async function enter(context: BrowserContext): Promise<Chat> {
  const data = { name: 'Ada Byron', email: `${randomUUID()}@example.com`, password: randomUUID() }
  const answer = await context.request.post('/api/auth/register', { data, headers: { origin: house.url } })
  expect(answer.ok()).toBe(true)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto('/c/new')
  return new Chat(page)
}

test('after the browser was closed and the server has gone: what was seen is read, and what is written waits', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-browser-'))
  try {
    let context = await startKeptBrowser(folder, house.url)
    let chat = await enter(context)
    let page = chat.page
    await chat.ask('[[tokens-30]] the first of all')
    const first = chat.id
    await eventually(async () => (await keptIn(page)).conversations).toBe(1)
    await page.goto('/c/new')
    await chat.ask('[[tokens-20]] the second')
    const second = chat.id
    await page.evaluate(
      ([id]) =>
        fetch('/api/convos/duplicate', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ conversationId: id }),
        }),
      [first],
    )
    await ready(page)
    await eventually(async () => (await keptIn(page)).conversations).toBe(2)
    await context.close()
    await house.server.kill9()

    context = await startKeptBrowser(folder, house.url)
    page = context.pages()[0] ?? (await context.newPage())
    chat = new Chat(page)
    await page.goto(`/c/${first}`)
    await eventually(() => chat.tokens()).toEqual(whole(30))
    await page.getByText('Offline: as of').waitFor()
    await look(page, 'offline-reading')
    await eventually(() => chat.list.getByRole('link').count()).toBeGreaterThanOrEqual(3)

    // One that was never opened here says so.
    const hrefs = await chat.list
      .getByRole('link')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')))
    const unseen = hrefs.find(
      (href) =>
        href?.startsWith('/c/') && !href.includes(first) && !href.includes(second) && !href.includes('new'),
    )
    await page.goto(unseen!)
    await page.getByText('Not kept on this device').waitFor()
    await look(page, 'offline-not-kept')

    // Three messages in two conversations, one of them new.
    await page.goto(`/c/${second}`)
    await eventually(() => chat.tokens()).toEqual(whole(20))
    await chat.send('[[tokens-3]] one from the tunnel')
    await chat.send('[[tokens-4]] two from the tunnel')
    await page.goto('/c/new')
    await chat.send('[[tokens-5]] three from the tunnel')
    await page.waitForURL(/\/c\/[0-9a-f-]{36}/)
    const fresh = chat.id
    await chat.list.getByText('three from the tunnel').waitFor()
    await look(page, 'offline-written')
    await page.reload()
    await chat.reads('three from the tunnel', chat.question)

    // The browser is closed once more, and what comes back opens another conversation.
    await context.close()
    await house.restart()
    context = await startKeptBrowser(folder, house.url)
    page = context.pages()[0] ?? (await context.newPage())
    chat = new Chat(page)
    await page.goto(`/c/${first}`)
    const asked = (words: string) =>
      house.asked().filter((body) => JSON.parse(body).messages.at(-1).content.includes(words)).length
    await eventually(() => [asked('one from'), asked('two from'), asked('three from')], {
      timeout: 40_000,
    }).toEqual([1, 1, 1])
    await page.goto(`/c/${second}`)
    await chat.many(chat.questions, 3)
    await eventually(async () =>
      (await chat.questions.allTextContents()).map((text) => /one|two|second/.exec(text)?.[0]),
    ).toEqual(['second', 'one', 'two'])
    await page.goto(`/c/${fresh}`)
    await chat.is('settled')
    await eventually(() => chat.tokens()).toEqual(whole(5))
    expect([asked('one from'), asked('two from'), asked('three from')]).toEqual([1, 1, 1])
    await context.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a page that opened without the server becomes live by itself', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[tokens-10]] before')
  await ready(page)
  await eventually(async () => (await keptIn(page)).conversations).toBe(1)
  await house.server.kill9()
  await page.reload()
  await page.getByText('Offline: as of').waitFor()
  await house.restart()
  await eventually(() => page.getByText('Offline: as of').count(), { timeout: 30_000 }).toBe(0)
  await chat.ask('[[tokens-6]] after')
  await eventually(() => chat.tokens()).toEqual(whole(6))
})

test('signing out leaves nothing to read, and the next person sees nothing', async () => {
  const { context, page, chat } = await house.guest()
  await chat.ask('[[tokens-10]] about Zanzibar')
  await chat.box.fill('half of Zanzibar')
  await ready(page)
  await eventually(async () => (await keptIn(page)).conversations).toBe(1)
  const address = page.url()
  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL(/\/login/)
  await eventually(async () => (await keptIn(page)).names).toEqual([])
  const left = await page.evaluate(async () => {
    const names = await caches.keys()
    const held = await Promise.all(
      names.map(async (name) => {
        const cache = await caches.open(name)
        const all = await Promise.all(
          (await cache.keys()).map(async (key) => (await cache.match(key))?.text()),
        )
        return all.join('')
      }),
    )
    return held.join('') + JSON.stringify(Object.entries(localStorage))
  })
  expect(left).not.toContain('Zanzibar')

  // Without a server there is nothing to see, for anybody.
  await house.server.kill9()
  await page.goto(address)
  await page.getByText('No connection').waitFor()
  await look(page, 'offline-nobody')
  expect(await page.content()).not.toContain('Zanzibar')
  await house.restart()
  await page.waitForURL(/\/login/, { timeout: 30_000 })

  const next = await enter(context)
  await next.box.waitFor()
  expect(await next.box.inputValue()).toBe('')
  expect(await next.page.content()).not.toContain('Zanzibar')
})

test('a draft goes along to another device, and neither loses its words', async () => {
  const one = await house.guest()
  const two = await house.again(one)
  await one.chat.ask('[[tokens-3]] hello')
  const address = one.page.url()
  await two.page.goto(address)
  await two.chat.many(two.chat.messages, 2)
  await one.chat.box.fill('written on the first')
  await eventually(() => two.chat.box.inputValue()).toBe('written on the first')

  // Both write: the second keeps its own and is offered the other.
  await two.chat.box.pressSequentially(', and on')
  await eventually(() => one.chat.box.inputValue()).toContain('first')
  await one.chat.goOffline()
  await one.chat.box.fill('from the train')
  await two.chat.box.fill('from the desk')
  await two.page.waitForTimeout(1500)
  await one.context.setOffline(false)
  await one.page.getByText('Written on another device').waitFor()
  await look(one.page, 'draft-offered')
  expect(await one.chat.box.inputValue()).toBe('from the train')
  await one.chat.button('Use it').click()
  expect(await one.chat.box.inputValue()).toBe('from the desk')
  await one.page.getByText('from the train').waitFor()
  await one.chat.button('Dismiss the other draft').click()

  // What is sent is a draft nowhere.
  await one.chat.button('Send').click()
  await eventually(() => two.chat.box.inputValue()).toBe('')
  await two.page.reload()
  await two.chat.many(two.chat.messages, 4)
  await two.page.waitForTimeout(500)
  expect(await two.chat.box.inputValue()).toBe('')
})

test('a temporary chat leaves neither a copy nor a draft', async () => {
  const one = await house.guest()
  const two = await house.again(one)
  await one.page.getByRole('button', { name: 'Temporary chat' }).click()
  await one.chat.box.fill('between us')
  await one.page.waitForTimeout(1500)
  expect(await two.chat.box.inputValue()).toBe('')
  await one.chat.ask('[[tokens-3]] between us')
  await one.page.waitForTimeout(4000)
  expect((await keptIn(one.page)).conversations).toBe(0)
})

test('a page that stays open on an old version says that there is a new one', async () => {
  const { page } = await house.guest()
  await ready(page)
  await page.evaluate(() =>
    navigator.serviceWorker.dispatchEvent(
      new MessageEvent('message', { data: { t: 'version', version: 'another' } }),
    ),
  )
  await page.getByText('A new version is ready.').waitFor()
  await shot(page, 'update')
  await page.getByRole('button', { name: 'Reload' }).click()
  await page.waitForLoadState()
  await eventually(() => page.getByText('A new version is ready.').count()).toBe(0)
})
