/** Who is signed in, where, and how that ends. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test as one } from 'vitest'
import { openHouse, shot } from './house.ts'
import { Chat } from './page.ts'

const house = openHouse({ together: true })

// They wait most of the time, so they wait together.
const test = one.concurrent

test('a session that is revoked elsewhere ends at the door, and what was typed is kept', async () => {
  const desk = await house.guest()
  await desk.chat.ask('[[tokens-3]] hello')
  const lost = await house.again(desk, `/c/${desk.chat.id}`)
  await lost.chat.is('settled')
  await lost.chat.box.fill('half a thought')

  await desk.page.goto('/c/new#settings/sessions')
  await desk.page.getByText('This device').waitFor()
  await shot(desk.page, 'settings-sessions')
  await desk.page.getByRole('button', { name: /^Sign out .* on / }).click()
  await lost.page.waitForURL(/\/login/, { waitUntil: 'commit' })
  await lost.page.getByText('Your session has ended').waitFor()
  await shot(lost.page, 'session-ended')

  await lost.page.getByLabel('Email', { exact: true }).fill(desk.email)
  await lost.page.getByLabel('Password', { exact: true }).fill(desk.password)
  await lost.chat.button('Sign in').click()
  await lost.chat.is('settled')
  expect(await lost.chat.box.inputValue()).toBe('half a thought')
})

test('all others can be signed out at once', async () => {
  const desk = await house.guest()
  const others = [await house.again(desk), await house.again(desk)]
  await desk.page.goto('/c/new#settings/sessions')
  await desk.chat.button('Sign out all others').click()
  for (const { page } of others) await page.waitForURL(/\/login/, { waitUntil: 'commit' })
  await desk.page.getByText('2 other sessions are signed out').waitFor()
  await desk.chat.button('Close').click()
  await desk.chat.ask('[[tokens-3]] still here')
})

test('signing out in one tab empties the others', async () => {
  const { context, page, chat } = await house.guest()
  await chat.ask('[[tokens-3]] a secret')
  const page2 = await context.newPage()
  await page2.goto(page.url())
  await new Chat(page2).is('settled')
  await page.getByRole('button', { name: /Account menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL(/\/login/, { waitUntil: 'commit' })
  await page2.waitForURL(/\/login/, { waitUntil: 'commit' })
  expect(await page2.getByText('a secret').count()).toBe(0)
  const left = await page.evaluate(() => Object.keys(localStorage).filter((key) => /draft|outbox/.test(key)))
  expect(left).toEqual([])
})

test('two tabs that renew at the same moment both stay signed in', async () => {
  const { context, page, chat } = await house.guest()
  const page2 = await context.newPage()
  await page2.goto('/c/new')
  const tabs = [chat, new Chat(page2)]
  const names = (await context.cookies()).map(({ name }) => name)
  expect(names).toContain('parley_access')

  // By loading the page with nothing but the long-lived cookie.
  await context.clearCookies({ name: 'parley_access' })
  await Promise.all([page.reload(), page2.reload()])
  for (const tab of tabs) await tab.box.waitFor()

  // By a request that is refused.
  await context.clearCookies({ name: 'parley_access' })
  await Promise.all(tabs.map((tab) => tab.page.evaluate(() => location.assign('#settings/sessions'))))
  for (const tab of tabs) await tab.page.getByText('This device').waitFor()
  for (const tab of tabs) {
    await tab.page.goto('/c/new')
    await tab.ask('[[tokens-2]] hello')
  }
})

test('a link on another site leads into the conversation, not to the door', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[tokens-3]] hello')
  const address = page.url()
  const other = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html')
    answer.end(`<a href="${address}">the conversation</a>`)
  })
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
  try {
    // localhost and 127.0.0.1 are two sites, so strict cookies do not come with the click.
    await page.goto(`http://localhost:${(other.address() as AddressInfo).port}/`)
    await page.getByRole('link').click()
    await chat.is('settled')
    expect(page.url()).toBe(address)
    // And again with the short-lived cookie gone.
    await page.context().clearCookies({ name: 'parley_access' })
    await page.goto(`http://localhost:${(other.address() as AddressInfo).port}/`)
    await page.getByRole('link').click()
    await chat.is('settled')
    expect(page.url()).toBe(address)
  } finally {
    other.closeAllConnections()
    await new Promise((done) => other.close(done))
  }
})

test('the door leads back to where one wanted to go, and never to another site', async () => {
  const desk = await house.guest()
  await desk.chat.ask('[[tokens-3]] hello')
  const stranger = await house.stranger()
  await stranger.page.goto(`/c/${desk.chat.id}`)
  await stranger.page.waitForURL(/\/login/, { waitUntil: 'commit' })
  await stranger.page.getByLabel('Email', { exact: true }).fill(desk.email)
  await stranger.page.getByLabel('Password', { exact: true }).fill(desk.password)
  await stranger.chat.button('Sign in').click()
  await stranger.chat.is('settled')

  const third = await house.stranger()
  await third.page.goto('/login?next=//example.com/')
  await third.page.getByLabel('Email', { exact: true }).fill(desk.email)
  await third.page.getByLabel('Password', { exact: true }).fill(desk.password)
  await third.chat.button('Sign in').click()
  await third.chat.box.waitFor()
  expect(third.page.url().startsWith(house.url)).toBe(true)
})
