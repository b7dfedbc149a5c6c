/** Every view in both themes: axe finds nothing serious. */
import type { Page } from 'playwright-core'
import { expect, test as one } from 'vitest'
import { findings } from './axe.ts'
import { openHouse, shot } from './house.ts'

const house = openHouse({ together: true })

// They wait for half of their time, so they wait together.
const test = one.concurrent

async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await shot(page, `${name}-${colorScheme}`)
    const found = await findings(page, colorScheme === 'light' ? 'all' : 'colour')
    expect(found, `${name}, ${colorScheme}`).toEqual([])
  }
}

test('before the door', async () => {
  const { page, chat } = await house.stranger()
  await page.goto('/register')
  await chat.button('Create account').waitFor()
  await look(page, 'create-account')
  await chat.button('Create account').click()
  await page.getByText('Fill this in').first().waitFor()
  await look(page, 'create-account-errors')
  await house.guest()
  await page.goto('/login?ended')
  await chat.button('Sign in').waitFor()
  await look(page, 'sign-in')
})

test('an empty chat, the model picker, the menus', async () => {
  const { page, chat } = await house.guest('/c/new')
  await chat.box.waitFor()
  await look(page, 'empty-chat')
  await chat.button('Model').click()
  await page.getByRole('option').first().waitFor()
  await look(page, 'model-picker')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /Account menu/ }).click()
  await page.getByRole('menu').waitFor()
  await look(page, 'account-menu')
})

test('a thread: streaming, long with code, tables and maths, versions, editing', async () => {
  const { page, chat } = await house.guest('/c/new')
  await chat.send('[[paced-40 tokens-400 thinking-20]] hello')
  await chat.reached(10)
  await look(page, 'thread-streaming')
  await chat.button('Stop').click()
  await chat.is('stopped')
  for (let n = 0; n < 4; n++) await chat.ask('[[markdown]] more of it')
  await chat.act(chat.answer, 'Regenerate').click()
  await chat.answer.getByText('2 / 2').waitFor()
  await chat.is('settled')
  await chat.answer.locator('[style*=color], [class*=token], code span span').first().waitFor()
  await chat.answer.locator('.katex').first().waitFor()
  await look(page, 'thread-long')
  await chat.act(chat.question, 'Edit').click()
  await chat.question.getByRole('textbox').waitFor()
  await look(page, 'thread-editing')
})

test('error states', async () => {
  const { page, chat } = await house.guest('/c/new')
  await chat.send('[[error-401]] hello')
  await chat.is('failed')
  await look(page, 'error-key')
  // The vendor is asked with all that was said since its last answer, so each trouble has its own conversation.
  await page.goto('/c/new')
  await chat.send('[[cut-mid tokens-30]] hello')
  await chat.is('failed')
  await look(page, 'error-cut')
  await page.goto('/c/new')
  await chat.send('[[error-429-date]] hello')
  await chat.reads('Trying again in')
  await look(page, 'error-rate-limit')
  await page.goto(`/c/${crypto.randomUUID()}`)
  await page.getByText('There is no chat here').waitFor()
  await look(page, 'missing')
})

test('offline', async () => {
  const { context, page, chat } = await house.guest('/c/new')
  await chat.ask('[[tokens-20]] hello')
  await chat.goOffline()
  await chat.send('[[tokens-5]] from a train')
  await chat.many(chat.messages, 4)
  await look(page, 'offline')
  await context.setOffline(false)
})

test('settings, every section', async () => {
  const { page, chat } = await house.guest('/c/new#settings')
  for (const section of ['General', 'Account', 'Sessions', 'Keyboard', 'About']) {
    await page.getByRole('dialog').getByRole('link', { name: section }).click()
    await page.getByRole('region', { name: section }).waitFor()
    if (section === 'Sessions') await page.getByText('This device').waitFor()
    await look(page, `settings-${section.toLowerCase()}`)
  }
  await chat.button('Close').click()
})

test('a phone, with and without its drawer', async () => {
  const { page, chat } = await house.guest('/c/new', {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  })
  await chat.ask('[[markdown]] hello')
  await look(page, 'phone-thread')
  await chat.button('Show sidebar').tap()
  await chat.list.getByRole('link').first().waitFor()
  await look(page, 'phone-drawer')
  await page.keyboard.press('Escape')
  await chat.button('Model').tap()
  await page.getByRole('option').first().waitFor()
  await look(page, 'phone-model-picker')
  await page.keyboard.press('Escape')
  await page.goto('/c/new#settings')
  await page.getByRole('dialog').waitFor()
  await look(page, 'phone-settings')
})
