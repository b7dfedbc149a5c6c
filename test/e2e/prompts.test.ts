/** Prompts from the first to the tenth use: written, versioned, called with a slash, filled in, offered, taken along. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { openHouse, shot } from './house.ts'
import type { Chat } from './page.ts'

const house = openHouse()

async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await shot(page, `${name}-${colorScheme}`)
    const found = await findings(page, colorScheme === 'light' ? 'all' : 'colour')
    expect(found, `${name}, ${colorScheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

type Said = {
  name: string
  text: string
  command?: string
  category?: string
  starter?: boolean
  pinned?: boolean
  about?: string
}

/** Makes one over HTTP. */
async function make(page: Page, { name, text, about, ...group }: Said): Promise<void> {
  const data = { prompt: { prompt: text, type: 'text' }, group: { name, oneliner: about, ...group } }
  const headers = { origin: house.url }
  const answer = await page.context().request.post('/api/prompts', { data, headers })
  expect(answer.status()).toBe(200)
}

const options = (page: Page) => page.getByRole('option')
const name = (page: Page) => page.getByRole('textbox', { name: 'Name of the prompt' })
const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the prompt' })
const holds = (chat: Chat, words: string) => eventually(() => chat.box.inputValue()).toBe(words)

test('a prompt is written, gets versions, and goes back to an older one', async () => {
  const { page, chat } = await house.guest('/prompts')
  await page.getByText('Write it once, use it every day').waitFor()
  await look(page, 'prompts-none')
  await chat.button('New prompt').first().click()
  await eventually(() => name(page).evaluate((field) => field === document.activeElement)).toBe(true)
  await page.keyboard.type('Explain')
  await chat.button('Create prompt').click()
  await page.getByText('Nothing is written yet.').waitFor()
  await text(page).fill('Explain {{topic}} to {{audience:a child|an expert}} on {{current_date}}.')
  await page.getByLabel('Command').fill('Explain It!')
  expect(await page.getByLabel('Command').inputValue()).toBe('explain-it')
  await page.getByLabel('Category').fill('Learning')
  await page.getByText('today’s date').waitFor()
  await text(page).press('Control+Enter')
  await page.waitForURL(/\/prompts\/[0-9a-f-]{36}$/)
  await page.getByText('Version 1').waitFor()
  await text(page).fill('Second: explain {{topic}}.')
  await chat.button('Save new version').click()
  await page.getByText('Version 2').waitFor()
  await text(page).fill('Third')
  await chat.button('Save without using it').click()
  await page.getByText('Version 3').waitFor()
  expect(await text(page).inputValue()).toBe('Second: explain {{topic}}.')
  await page.locator('summary', { hasText: 'Version 1' }).click()
  await look(page, 'prompts-editor')
  await chat.button('Hide sidebar').click()
  await shot(page, 'prompts-wide')
  await chat.button('Show sidebar').click()
  await chat.button('Use this version').click()
  await eventually(() => text(page).inputValue()).toContain('a child|an expert')
  // Another page of the same person hears of it.
  const other = await page.context().newPage()
  await other.goto('/prompts')
  await other.getByRole('link', { name: /Explain/ }).click()
  await other.getByRole('textbox', { name: 'Name of the prompt' }).fill('Explain well')
  await other.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('link', { name: /Explain well/ }).waitFor()
  await page.getByRole('button', { name: 'More for “Explain well”' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByText('Deleted “Explain well”.').waitFor()
  await other.getByText('There is no such prompt').waitFor()
  await chat.button('Undo').last().click()
  await eventually(() => name(page).inputValue()).toBe('Explain well')
  await page.reload()
  await eventually(() => name(page).inputValue()).toBe('Explain well')
})

test('a slash calls prompts by keyboard; what is open is asked for', async () => {
  const { page, chat } = await house.guest('/c/new')
  await chat.box.fill('/')
  await page.getByText('You have no prompts yet.').waitFor()
  await chat.box.fill('')
  await make(page, { name: 'Greeting', text: 'Hello from {{current_user}}', command: 'hi' })
  await make(page, {
    ...{ name: 'Letter', command: 'letter', about: 'A letter to somebody' },
    text: 'Write a {{tone:warm|dry}} letter to {{who}} about {{subject}}.\n\nKeep it short.',
  })
  await page.keyboard.type('/')
  await eventually(() => options(page).count()).toBe(2)
  await look(page, 'prompts-slash')
  // It belongs to the field: it is not in the way of what is opened next.
  await chat.button('Model').focus()
  await eventually(() => options(page).count()).toBe(0)
  await chat.box.focus()
  await eventually(() => options(page).count()).toBe(2)
  await page.keyboard.press('ArrowDown')
  await eventually(() => options(page).nth(1).getAttribute('aria-selected')).toBe('true')
  await page.keyboard.press('Escape')
  await eventually(() => options(page).count()).toBe(0)
  await page.keyboard.press('Backspace')
  await page.keyboard.type('/gree')
  await eventually(() => options(page).count()).toBe(1)
  await page.keyboard.press('Enter')
  await holds(chat, 'Hello from Ada Byron')
  await chat.box.fill('')
  await page.keyboard.type('/letter')
  await eventually(() => options(page).count()).toBe(1)
  await page.keyboard.press('Tab')
  const dialog = page.getByRole('dialog', { name: 'Letter' })
  await dialog.waitFor()
  await eventually(() =>
    dialog.getByLabel('tone').evaluate((field) => field === document.activeElement),
  ).toBe(true)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Grace {{subject}}')
  await page.keyboard.press('Enter')
  await look(page, 'prompts-fill')
  await page.keyboard.type('compilers')
  await page.keyboard.press('Enter')
  await holds(chat, 'Write a dry letter to Grace {{subject}} about compilers.\n\nKeep it short.')
  await page.keyboard.type(' [[tokens-3]]')
  await page.keyboard.press('Enter')
  await chat.is('settled')
  expect(house.asked().at(-1)).toContain('dry letter to Grace')
  // What does not match is a message like any other.
  await chat.box.fill('/unknown [[tokens-2]]')
  await page.keyboard.press('Enter')
  await chat.many(chat.answers, 2)
  // The palette types the slash.
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').first().waitFor()
  await page.keyboard.type('insert a prompt')
  await page.keyboard.press('Enter')
  await eventually(() => options(page).count()).toBe(2)
  await page.keyboard.press('Enter')
  await holds(chat, 'Hello from Ada Byron')
  await page.goto('/prompts')
  await page.getByText('used once').first().waitFor()
})

test('a starter begins a chat, and can be sent at once', async () => {
  const { page, chat } = await house.guest('/prompts')
  await chat.button('More for prompts').waitFor()
  await make(page, { name: 'Morning', text: 'Good morning [[tokens-3]]', starter: true })
  await page.goto('/c/new')
  await chat.button('Morning').click()
  await holds(chat, 'Good morning [[tokens-3]]')
  await look(page, 'prompts-starters')
  expect(await chat.button('What can I do here?').count()).toBe(0)
  await page.goto('/prompts')
  await chat.button('More for prompts').click()
  await page.getByRole('menuitemradio', { name: 'Send it at once' }).click()
  await page.goto('/c/new')
  await chat.box.fill('')
  // From the last visit they are there before the prompts are.
  await chat.button('Morning').click()
  await chat.is('settled')
})

test('prompts go out to a file and come in from one, also from LibreChat', async () => {
  const { page, chat } = await house.guest('/prompts')
  await page.getByText('Write it once').waitFor()
  await make(page, { name: 'One', text: 'First', category: 'Work', command: 'one' })
  await page.getByRole('link', { name: /One/ }).waitFor()
  await chat.button('More for prompts').click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Export all' }).click(),
  ])
  const file = await readFile(await download.path(), 'utf8')
  expect(JSON.parse(file)).toMatchObject({ prompts: [{ name: 'One', text: 'First', command: 'one' }] })
  const take = async (content: string) => {
    // The press that closed a menu does not open it again, and a test is quicker than a hand.
    await page.waitForTimeout(200)
    await chat.button('More for prompts').click()
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('menuitem', { name: 'Import' }).click(),
    ])
    const buffer = Buffer.from(content)
    await chooser.setFiles({ name: 'p.json', mimeType: 'application/json', buffer })
  }
  await take(file)
  await page.getByText('Everything in the file is here already.').waitFor()
  await take('{"no": "prompts"}')
  await page.getByText('“p.json” holds no prompts.').waitFor()
  const group = {
    name: 'Theirs',
    oneliner: null,
    command: 'one',
    productionPrompt: { prompt: 'From {{there}}' },
  }
  await take(JSON.stringify({ promptGroups: [group] }))
  await page.getByText('Imported 1 prompt.').waitFor()
  await page.getByRole('link', { name: /Theirs/ }).waitFor()
  // By keys from where one searches to the prompt, and into a new chat.
  await page.getByRole('searchbox', { name: 'Find a prompt' }).fill('their')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await eventually(() => name(page).inputValue()).toBe('Theirs')
  await text(page).fill('Tried {{there}}')
  await chat.button('Use').click()
  await page.getByRole('dialog', { name: 'Theirs' }).getByLabel('there').fill('here')
  await page.keyboard.press('Control+Enter')
  await page.waitForURL('**/c/new')
  await holds(chat, 'Tried here')
})

test('a phone shows the list, then the prompt, and the way back', async () => {
  const viewport = { width: 390, height: 844 }
  const { page, chat } = await house.guest('/c/new', { viewport, isMobile: true, hasTouch: true })
  await make(page, {
    name: 'Explain',
    text: 'Explain {{topic}} to {{who:a child|an expert}}',
    category: 'Learning',
  })
  await make(page, {
    name: 'Translate',
    text: 'Translate {{text}}',
    command: 'tr',
    starter: true,
    pinned: true,
  })
  await page.goto('/prompts')
  await page.getByRole('link', { name: /Explain/ }).waitFor()
  await look(page, 'prompts-phone')
  await page.getByRole('link', { name: /Explain/ }).tap()
  await text(page).waitFor()
  await look(page, 'prompts-phone-editor')
  await chat.button('All prompts').tap()
  await page.getByRole('link', { name: /Translate/ }).waitFor()
  await page.goto('/c/new')
  await chat.box.fill('/')
  await options(page).first().waitFor()
  await look(page, 'prompts-phone-slash')
  // Files make the composer higher than what is left above it: the list comes down over them.
  const buffer = Buffer.from('words '.repeat(40))
  const files = [1, 2, 3, 4, 5, 6].map((n) => ({ name: `${n}.txt`, mimeType: 'text/plain', buffer }))
  await page.locator('.composer input[type=file]').setInputFiles(files)
  await page.getByText('6.txt').waitFor()
  await page.setViewportSize({ width: 390, height: 560 })
  await chat.box.scrollIntoViewIfNeeded()
  await eventually(async () => (await options(page).first().boundingBox())!.y).toBeGreaterThan(48)
  await shot(page, 'prompts-phone-slash-files')
  await page.setViewportSize(viewport)
  await options(page).first().tap()
  await page.getByRole('dialog').waitFor()
  await look(page, 'prompts-phone-fill')
})

test('right to left, with long words', async () => {
  const { page } = await house.guest('/prompts')
  await make(page, {
    name: 'Explain',
    text: 'Explain {{topic}} to {{who:a child|an expert}}',
    category: 'Learning',
  })
  await page.goto('/prompts?lang=ar-XB')
  await page.locator('.prompts-item').click()
  await page.locator('.prompt-text').fill('Changed {{topic}}')
  await page.locator('.prompt-save').waitFor()
  await look(page, 'prompts-rtl')
})

const VERBS = '[[tokens-2]] grüße 你好 👋'

test('an address begins a chat: text, model, temporary; and is cleaned', async () => {
  const { page, chat } = await house.guest(
    `/c/new?q=${encodeURIComponent(VERBS)}&model=other&temporary=true&lang=en`,
  )
  await holds(chat, VERBS)
  await eventually(() => chat.button('Model').getAttribute('aria-description')).toBe('other')
  await page.getByText('Temporary', { exact: false }).first().waitFor()
  expect(new URL(page.url()).search).toBe('?lang=en')
  // What an address chose is not what the person usually wants.
  await page.goto('/c/new')
  await eventually(() => chat.button('Model').getAttribute('aria-description')).toBe('plain')
})

test('an address never sends; one key does', async () => {
  const { page, chat } = await house.guest(
    '/c/new?prompt=Hello+%5B%5Btokens-2%5D%5D&submit=true&endpoint=Nobody&model=none',
  )
  await page.getByText('This text came with the address.').waitFor()
  await page.getByText('The address asks for “Nobody · none”').waitFor()
  await holds(chat, 'Hello [[tokens-2]]')
  await shot(page, 'wish-submit')
  await page.waitForTimeout(500)
  expect(await chat.messages.count()).toBe(0)
  await page.keyboard.press('Enter')
  await chat.is('settled')
  // A draft makes room, and comes back.
  await page.goto('/c/new')
  await chat.box.fill('my own draft')
  await page.waitForTimeout(400)
  await page.goto('/c/new?q=theirs')
  await holds(chat, 'theirs')
  await chat.button('Bring it back').click()
  await holds(chat, 'my own draft')
})

test('an address sets instructions and parameters, and says so', async () => {
  const asks = 'q=%5B%5Btokens-2%5D%5D+asked&promptPrefix=Be+very+brief&temperature=0.25&top_p=9'
  const { page, chat } = await house.guest(`/c/new?${asks}`)
  await page.getByText('The address set instructions or parameters').waitFor()
  await page.keyboard.press('Enter')
  await chat.is('settled')
  const body = house.asked().findLast((asked) => asked.includes('tokens-2]] asked'))
  expect(body).toContain('Be very brief')
  expect(body).toContain('"temperature":0.25')
  expect(body).not.toContain('top_p')
})

test('an address is still asked after the door', async () => {
  const { page, chat, ...account } = await house.guest('/c/new')
  await page.context().clearCookies()
  const answer = await page.request.post('/api/auth/logout', { headers: { origin: house.url } })
  expect(answer.status()).toBeLessThan(500)
  await page.evaluate(() => localStorage.clear())
  await page.goto('/c/new?q=after+the+door')
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await chat.button('Sign in').click()
  await holds(chat, 'after the door')
})
