/** Text files of a draft on two devices: chosen on one, read and sent on the other. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { openHouse, shot } from './house.ts'

const house = openHouse()

const choose = (page: Page, name: string, text: string) =>
  page
    .locator('.composer input[type=file]')
    .setInputFiles([{ name, mimeType: 'text/plain', buffer: Buffer.from(text) }])

/** Where the pieces of files begin that this page brings to the server from now on. */
function piecesOf(page: Page): number[] {
  const begins: number[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const text = payload.toString()
      if (text.startsWith('{"t":"draft-file"')) begins.push(Number(/"at":(\d+)/.exec(text)?.[1]))
    }),
  )
  return begins
}

test('a file chosen on one device is read and sent on the other, and waits on neither then', async () => {
  const one = await house.guest()
  const two = await house.again(one)
  await one.chat.ask('[[tokens-3]] hello')
  const address = one.page.url()
  await two.page.goto(address)
  await two.chat.many(two.chat.messages, 2)

  await choose(one.page, 'notes.txt', 'Zanzibar\nis an island\n')
  const chip = two.page.locator('.composer').getByRole('button', { name: /^notes.txt/ })
  await chip.waitFor()
  expect(await chip.textContent()).toContain('22')
  await two.page.waitForTimeout(500)
  await chip.click()
  const dialog = two.page.getByRole('dialog', { name: /notes.txt/ })
  await dialog.getByText('is an island').waitFor()
  const [download] = await Promise.all([
    two.page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('notes.txt')
  await two.page.keyboard.press('Escape')

  // Somebody else finds nothing there.
  const file = await one.page.evaluate(
    () =>
      /"id":"([^"]+)"/.exec(Object.entries(localStorage).find(([key]) => key.includes('attached'))![1])![1]!,
  )
  const path = `/api/drafts/${address.split('/').at(-1)}/files/${file}`
  const statusIn = (page: Page) => page.evaluate(async (path) => (await fetch(path)).status, path)
  const eve = await house.guest()
  expect(await statusIn(one.page)).toBe(200)
  expect(await statusIn(eve.page)).toBe(404)

  // Without a connection, what is in it is not here: sending waits.
  await two.page.reload()
  await chip.waitFor()
  await two.chat.many(two.chat.messages, 2)
  await two.context.setOffline(true)
  await chip.getByText('Not on this device yet').waitFor()
  await two.chat.button('Send').click()
  await two.page.getByText('Sends once its files are here').waitFor()
  await shot(two.page, 'draft-files-waiting')
  await two.page.emulateMedia({ colorScheme: 'dark' })
  expect(await findings(two.page)).toEqual([])
  await two.page.setViewportSize({ width: 390, height: 844 })
  await shot(two.page, 'draft-files-waiting-phone')
  expect(await two.chat.questions.count()).toBe(1)
  await two.context.setOffline(false)
  await two.chat.many(two.chat.questions, 2)
  await two.chat.question.getByRole('button', { name: /^notes.txt/ }).waitFor()
  await eventually(() => chip.count()).toBe(0)
  await eventually(() => one.page.locator('.composer .file').count()).toBe(0)
  await eventually(() => statusIn(one.page)).toBe(404)
  await one.page.reload()
  await one.chat.many(one.chat.questions, 2)
  expect(await one.page.locator('.composer .file').count()).toBe(0)
})

test('a file goes on where it was when the page is loaded anew in the middle of it', async () => {
  const one = await house.guest()
  await one.chat.box.waitFor()
  await one.page.reload()
  await one.chat.box.waitFor()
  const pieces = piecesOf(one.page)
  await one.page.reload()
  await one.chat.box.waitFor()
  const text = 'a line of a long file\n'.repeat(200_000)
  await choose(one.page, 'long.txt', text)
  await eventually(() => pieces.length).toBeGreaterThan(2)
  const before = pieces.length
  await one.page.reload()
  await one.chat.box.waitFor()
  const two = await house.again(one)
  const chip = two.page.locator('.composer').getByRole('button', { name: /^long.txt/ })
  await chip.waitFor()
  await eventually(() => chip.getByText('Still coming').count()).toBe(0)
  expect(pieces.slice(before)).not.toContain(0)
  expect(Math.max(...pieces)).toBeGreaterThan(text.length - 200_001)
  await two.chat.box.fill('[[tokens-3]] read this')
  await two.chat.button('Send').click()
  await two.chat.question.getByRole('button', { name: /^long.txt/ }).waitFor()
  await eventually(() => one.page.locator('.composer .file').count()).toBe(0)
})

test('files of a temporary chat stay in their browser, and signing out leaves none', async () => {
  const one = await house.guest()
  const two = await house.again(one)
  await one.page.getByRole('button', { name: 'Temporary chat' }).click()
  await choose(one.page, 'secret.txt', 'between us')
  await one.page.locator('.composer .file').waitFor()
  await one.page.waitForTimeout(2000)
  await two.page.reload()
  await two.chat.box.waitFor()
  await two.page.waitForTimeout(500)
  expect(await two.page.locator('.composer .file').count()).toBe(0)
  // Signing out leaves nothing of them, nor of files that came from elsewhere.
  await one.page.getByRole('button', { name: 'Account menu' }).click()
  await one.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await one.page.waitForURL(/\/login/)
  await eventually(() =>
    one.page.evaluate(async () =>
      (await indexedDB.databases()).filter(({ name }) => name?.startsWith('parley.')),
    ),
  ).toEqual([])
  const left = await one.page.evaluate(() => JSON.stringify(Object.entries(localStorage)))
  expect(left).not.toContain('secret.txt')
})
