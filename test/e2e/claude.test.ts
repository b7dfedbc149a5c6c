/** What only Claude takes, from the panel of a chat to what it is asked. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { openHouse, shot } from './house.ts'

const house = openHouse({
  more: (upstream) => `    - name: Claude Proxy
      apiKey: test
      provider: anthropic
      baseURL: ${upstream.url}
      models:
        default: [claude-opus-5-5]
`,
})

const panel = (page: Page) => page.locator('.sheet')
const WITH = '/c/new?endpoint=Claude%20Proxy&model=claude-opus-5-5'

test('what repeats is kept for an hour, reasoning is hidden, and the web is searched', async () => {
  const { page, chat } = await house.guest(WITH)
  await page.getByRole('button', { name: 'Instructions and parameters' }).click()
  await panel(page).getByRole('combobox', { name: 'Keep for' }).selectOption('1 hour')
  await panel(page).getByRole('combobox', { name: 'Reasoning', exact: true }).selectOption('Hidden')
  await panel(page).getByRole('switch', { name: 'Search the web' }).check()
  const kept = panel(page).getByRole('switch', { name: 'Keep what repeats' })
  expect(await kept.isChecked()).toBe(true)
  await kept.scrollIntoViewIfNeeded()
  await shot(page, 'claude-panel')
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await chat.ask('[[tokens-5]] hello')
  await chat.is('settled')
  const { body } = house.upstream.requests.find((one) => one.path.endsWith('/messages'))!
  const mark = { type: 'ephemeral', ttl: '1h' }
  expect(body).toMatchObject({
    thinking: { type: 'adaptive', display: 'omitted' },
    tools: [{ name: 'web_search', cache_control: mark }],
    messages: [{ content: [{ cache_control: mark }] }],
  })
})

test.each([
  ['light', 'rtl', 1440],
  ['dark', 'ltr', 390],
] as const)('they are at home: %s, %s, %i', async (colorScheme, dir, width) => {
  const lang = dir === 'rtl' ? '&lang=ar-XB' : ''
  const { page } = await house.guest(`${WITH}${lang}`, { colorScheme, viewport: { width, height: 900 } })
  await page.locator('.composer-bar [aria-keyshortcuts$="+U"]').click()
  const last = panel(page).getByRole('switch').last()
  await last.uncheck()
  await last.scrollIntoViewIfNeeded()
  await shot(page, `claude-panel-${dir}`)
  expect(await findings(page)).toEqual([])
})
