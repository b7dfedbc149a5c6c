/** The list of models with what an operator made of them, and keys that people bring, from the page to the vendor. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { OTHER, openHouse, PLAIN, shot } from './house.ts'

const house = openHouse({
  more: ({ openai }) => `    - name: Bring
      apiKey: user_provided
      baseURL: ${openai}
      models:
        default: [mine]
    - name: Home
      apiKey: server-key-of-home
      baseURL: user_provided
      models:
        default: [hearth]
    - name: Known
      apiKey: k
      baseURL: ${openai}
      models:
        default: [gpt-4o]
      tokenConfig:
        gpt-4o: { prompt: 2.5, completion: 10, context: 128000 }
  allowedAddresses: ['${new URL(openai).host}']
interface:
  modelSelect: true
  parameters: true
  presets: true
modelSpecs:
  list:
    - name: tutor
      label: Tutor
      description: Explains step by step
      iconURL: https://elsewhere.example/tutor.png
      conversation_starters: [Teach me chess]
      preset:
        endpoint: Fake
        model: ${PLAIN}
        promptPrefix: You are a tutor.
        greeting: What shall we learn today?
    - name: quick
      label: Quick
      group: Fake
      preset: { endpoint: Fake, model: ${OTHER} }
    - name: lab
      label: Lab
      group: Experiments
      iconURL: anthropic
      preset: { endpoint: Fake, model: ${OTHER} }
    - name: lost
      label: Lost
      preset: { endpoint: Nowhere, model: x }
    - name: secret
      label: Secret
      showInMenu: false
      preset: { endpoint: Fake, model: ${PLAIN}, promptPrefix: Be secret. }
`,
})

type Asked = { model: string; messages: { role: string; content: string }[] }
const asked = (text: string) =>
  house.upstream.requests.findLast(({ body }) => (body as Asked)?.messages?.at(-1)?.content === text)
const system = (text: string) =>
  (asked(text)?.body as Asked | undefined)?.messages.find(({ role }) => role === 'system')?.content
const picker = (page: Page) => page.locator('.picker')
const open = async (page: Page) => {
  await page.getByRole('button', { name: 'Model', exact: true }).click()
  await picker(page).getByRole('option').first().waitFor()
}
const groups = (page: Page) =>
  picker(page)
    .locator('.menu-group')
    .evaluateAll((all) =>
      all.map((group) => [
        group.querySelector('.menu-heading')?.firstChild?.textContent,
        ...[...group.querySelectorAll('.menu-words > span:first-child')].map((name) => name.textContent),
      ]),
    )

describe('the list of models', () => {
  test('has specs in their groups, with badges, favourites first; a hidden one by its address', async () => {
    const { page, chat } = await house.guest('/c/new')
    await open(page)
    expect((await groups(page)).slice(0, 3)).toEqual([
      ['Recommended', 'Tutor', 'Lost'],
      ['Fake', 'Quick', PLAIN, OTHER],
      ['Experiments', 'Lab'],
    ])
    expect(await picker(page).getByText('Secret').count()).toBe(0)
    expect(await picker(page).locator('img').count()).toBe(0)
    await picker(page).getByText('Explains step by step').waitFor()
    const lost = picker(page).getByRole('option', { name: /Lost/ })
    expect(await lost.getAttribute('aria-disabled')).toBe('true')
    await lost.getByText('Unavailable').waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await shot(page, `specs-${colorScheme}`)
      expect(await findings(page)).toEqual([])
    }
    // A favourite by the keyboard alone.
    await page.keyboard.type('lab')
    await eventually(() => picker(page).getByRole('option').count()).toBe(1)
    await picker(page).getByRole('button', { name: 'Add Lab to favourites' }).focus()
    await page.keyboard.press('Enter')
    await picker(page).getByText('Favourites').waitFor()
    await page.keyboard.press('Escape')
    await page.reload()
    await open(page)
    expect((await groups(page))[0]).toEqual(['Favourites', 'Lab'])
    await picker(page).getByRole('option', { name: /Tutor/ }).click()
    await page.getByText('What shall we learn today?').waitFor()
    await page.getByRole('button', { name: 'Teach me chess' }).waitFor()
    await shot(page, 'spec-empty')
    await chat.ask('hello tutor')
    expect(system('hello tutor')).toBe('You are a tutor.')
    await page.goto('/c/new?spec=secret')
    await chat.ask('hello secret')
    expect(system('hello secret')).toBe('Be secret.')
  })

  test('breaks a line between facts and never within one; a low window shows several models', async () => {
    const { page, chat } = await house.guest('/c/new', { viewport: { width: 390, height: 844 } })
    await open(page)
    const facts = picker(page)
      .getByRole('option', { name: /gpt-4o/ })
      .locator('.picker-facts')
    expect(await facts.textContent()).toContain('US$2.50 in, US$10 out per million')
    const lines = await facts.evaluate((element) =>
      [...element.children].map(
        ({ clientHeight }) => clientHeight / Number.parseFloat(getComputedStyle(element).fontSize),
      ),
    )
    expect(Math.max(...lines)).toBeLessThan(2)
    await page.keyboard.press('Escape')
    await page.setViewportSize({ width: 720, height: 450 })
    await open(page)
    await shot(page, 'models-low')
    const list = picker(page).locator('.picker-list')
    await eventually(async () => (await list.boundingBox())!.height).toBeGreaterThan(170)
    expect((await picker(page).boundingBox())!.y).toBeGreaterThanOrEqual(0)
    // By the keyboard to the last of them, which is scrolled to.
    await page.keyboard.press('End')
    await eventually(() =>
      picker(page).getByRole('option').last().getAttribute('data-highlighted'),
    ).not.toBeNull()
    await chat.inSight(list)
    // However fast it is typed, no letter is lost.
    const words = 'a long name that none of them has'
    await page.keyboard.type(words)
    await eventually(() => picker(page).getByText('No model').count()).toBe(1)
    expect(await picker(page).getByRole('combobox').inputValue()).toBe(words)
  })

  test('compares specs', async () => {
    const { page, chat } = await house.guest('/c/new')
    await open(page)
    await picker(page).getByRole('option', { name: /Tutor/ }).click()
    await open(page)
    await picker(page).getByRole('button', { name: 'Compare' }).click()
    await picker(page).getByRole('option', { name: /Quick/ }).click()
    await page.keyboard.press('Escape')
    await chat.send('both of you')
    const models = () =>
      house.upstream.requests
        .map(({ body }) => body as Asked)
        .filter(({ messages }) => messages?.at(-1)?.content === 'both of you')
        .map(({ model }) => model)
        .sort()
    await eventually(models).toEqual([OTHER, PLAIN])
    const systems = house.upstream.requests
      .map(({ body }) => body as Asked)
      .filter(({ messages }) => messages?.at(-1)?.content === 'both of you')
      .map(({ messages }) => messages.find(({ role }) => role === 'system')?.content ?? '')
    expect(systems.sort()).toEqual(['', 'You are a tutor.'])
  })
})

describe('a key of one’s own', () => {
  test('is asked for where it is needed, used, seen by its end, and taken back', async () => {
    const { page, chat } = await house.guest('/c/new')
    await open(page)
    await picker(page).getByRole('option', { name: /mine/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Your key for Bring' })
    await dialog.waitFor()
    await shot(page, 'key-dialog')
    expect(await findings(page)).toEqual([])
    await dialog.getByRole('button', { name: /Save key/ }).click()
    await dialog.getByText('Fill this in').waitFor()
    await dialog.getByRole('textbox', { name: 'API key' }).fill('sk-of-somebody-0123WXYZ')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await chat.ask('with my key')
    expect(asked('with my key')?.headers.authorization).toBe('Bearer sk-of-somebody-0123WXYZ')
    await page.goto(`${page.url()}#settings/keys`)
    await page.getByText('Key …WXYZ').waitFor()
    expect(await page.content()).not.toContain('sk-of-somebody')
    await shot(page, 'settings-keys')
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Remove the key for Bring' }).click()
    await eventually(() => page.getByText('No key yet').count()).toBe(2)
    await page.keyboard.press('Escape')
    await chat.send('without a key')
    await chat.is('failed')
    await shot(page, 'key-missing')
    await chat.answer.getByRole('button', { name: 'Enter key' }).click()
    await dialog.getByRole('textbox', { name: 'API key' }).fill('sk-of-somebody-4567ABCD')
    await page.keyboard.press('Enter')
    await eventually(() => asked('without a key')?.headers.authorization).toBe(
      'Bearer sk-of-somebody-4567ABCD',
    )
  })

  test('goes to the address its person gave, which never gets the server’s', async () => {
    const { page, chat } = await house.guest('/c/new')
    await open(page)
    await picker(page)
      .getByRole('option', { name: /hearth/ })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'API key' }).fill('sk-of-the-hearth-0000')
    await dialog.getByRole('textbox', { name: 'Address' }).fill('http://169.254.169.254/v1')
    await page.keyboard.press('Enter')
    await dialog.getByText('not on the public internet').waitFor()
    await dialog.getByRole('textbox', { name: 'Address' }).fill(house.upstream.openai)
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await chat.ask('at home')
    expect(asked('at home')?.headers.authorization).toBe('Bearer sk-of-the-hearth-0000')
    expect(JSON.stringify(house.upstream.requests)).not.toContain('server-key-of-home')
  })
})
