/** Models that are not on Ollama's machine: who may bring them, how it looks meanwhile, and that they answer then. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { openHouse, shot } from './house.ts'

// Before the house: its server is told where Ollama is.
const ollama: Upstream = await startUpstream()
const house = openHouse({
  env: { OLLAMA_BASE_URL: ollama.url },
  more: () => `modelSpecs:
  addedEndpoints: [ollama, Fake]
  list:
    - { name: small, label: Small, preset: { endpoint: ollama, model: absent-small } }
interface:
  modelSelect: true
  presets: true
`,
})

const picker = (page: Page) => page.locator('.picker')
const open = async (page: Page) => {
  await page.getByRole('button', { name: 'Model', exact: true }).click()
  await picker(page).getByRole('option').first().waitFor()
}
const option = (page: Page, name: string | RegExp) => picker(page).getByRole('option', { name })
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Download a model' })
const chosen = (page: Page) =>
  page.getByRole('button', { name: 'Model', exact: true }).getAttribute('aria-description')
const pulls = () => ollama.requests.filter(({ path }) => path === '/api/pull')

test('an administrator brings models from the list; others see only that they are missing', async () => {
  const admin = await house.guest('/c/new')
  const other = await house.guest('/c/new')

  // Who may not sees the reason, and no way.
  await open(other.page)
  await option(other.page, /Small/).getByText('Not downloaded').waitFor()
  expect(await option(other.page, /Small/).getAttribute('aria-disabled')).toBe('true')
  expect(await option(other.page, /Download/).count()).toBe(0)
  expect(await findings(other.page)).toEqual([])
  await other.page.keyboard.press('Escape')

  // By the keyboard: the entry at the end of the group, a wrong name, an unknown one.
  const { page, chat } = admin
  await open(page)
  await option(page, 'Download a model…').waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await shot(page, `download-list-${colorScheme}`)
    expect(await findings(page)).toEqual([])
  }
  await option(page, 'Download a model…').scrollIntoViewIfNeeded()
  await shot(page, 'download-entry')
  await page.keyboard.type('slow-one:1b')
  await option(page, 'Download “slow-one:1b”…').waitFor()
  await page.keyboard.press('Enter')
  const field = dialog(page).getByRole('textbox', { name: 'Name' })
  await expect.poll(() => field.inputValue()).toBe('slow-one:1b')
  await eventually(() => field.evaluate((box) => box === document.activeElement)).toBe(true)
  await shot(page, 'download-ask')
  expect(await findings(page)).toEqual([])
  await field.fill('http://evil.example/x/y')
  await page.keyboard.press('Enter')
  await dialog(page).getByText('No model can be called so').waitFor()
  await field.fill('unknown-one')
  await page.keyboard.press('Enter')
  await dialog(page).getByText('There is no model of this name.').waitFor()
  await shot(page, 'download-failed')
  expect(await findings(page)).toEqual([])

  // It is stopped, and goes on; closed, it goes on by itself.
  await field.fill('ollama run slow-one:1b')
  await page.keyboard.press('Enter')
  const bar = dialog(page).getByRole('progressbar', { name: 'slow-one:1b' })
  await eventually(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(10)
  await shot(page, 'download-running')
  expect(await findings(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Stop' }).click()
  await dialog(page).getByText('goes on where it was').waitFor()
  await eventually(() => pulls().at(-1)?.ended).toBe('aborted')
  await dialog(page).getByRole('button', { name: 'Go on', exact: true }).click()
  await bar.waitFor()
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
  await page.getByText('“slow-one:1b” is downloaded, and answers from now on.').waitFor()
  expect(await chosen(page)).toBe('slow-one:1b')
  await chat.ask('hello there')

  // Everybody has it; what a spec names is one press away.
  await open(other.page)
  await option(other.page, /slow-one:1b/).waitFor()
  await other.page.keyboard.press('Escape')
  await open(page)
  await option(page, /Small/).click()
  await dialog(page).getByRole('button', { name: 'Download' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  await eventually(() => chosen(page)).toBe('Small')
})

test('a conversation whose model is not there says so, fails clearly when asked, and offers the way', async () => {
  const { page, chat, context } = await house.guest('/c/new', {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  })
  const sent = await context.request.post('/api/agents/chat/ollama', {
    data: { text: 'is anybody there', model: 'absent-other' },
    headers: { origin: house.url },
  })
  const { conversationId } = (await sent.json()) as { conversationId: string }
  await page.goto(`/c/${conversationId}`)
  await chat.is('failed')
  await page.getByText('“absent-other” is not downloaded').waitFor()
  await page.getByText('ollama pull absent-other').waitFor()
  await shot(page, 'download-fault-phone')
  expect(await findings(page)).toEqual([])
  await open(page)
  await option(page, /absent-other/)
    .getByText('Not downloaded')
    .waitFor()
  await shot(page, 'download-list-phone')
})
