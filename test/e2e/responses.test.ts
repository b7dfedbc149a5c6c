/** A vendor's own switches, from the panel of a chat to what the vendor is asked. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { openHouse, shot } from './house.ts'

const house = openHouse({
  more: (upstream) => `    - name: Proxy
      apiKey: test
      baseURL: ${upstream.openai}
      dropParams: [verbosity]
      customParams:
        defaultParamsEndpoint: openAI
      models:
        default: [gpt-5.4]
`,
})

const panel = (page: Page) => page.locator('.sheet')
const WITH = '/c/new?endpoint=Proxy&model=gpt-5.4'

test('a search and a summary are switched on, hold for every answer, and name their sources', async () => {
  const { page, chat } = await house.guest(WITH)
  await page.getByRole('button', { name: 'Instructions and parameters' }).click()
  const search = panel(page).getByRole('switch', { name: 'Search the web' })
  await search.focus()
  await page.keyboard.press('Space')
  expect(await search.isChecked()).toBe(true)
  await panel(page).getByRole('combobox', { name: 'Summary of reasoning' }).selectOption('Concise')
  // What the operator drops is not there to be set.
  expect(await panel(page).getByRole('combobox', { name: 'Verbosity' }).count()).toBe(0)
  await search.scrollIntoViewIfNeeded()
  await shot(page, 'switches')
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await chat.ask('[[thinking-3 tokens-5]] what is new')
  await chat.answer.locator('a[href="https://a.example/"]').first().waitFor()
  await shot(page, 'switches-answer')
  const { path, body } = house.upstream.requests.find((one) => one.path.endsWith('/responses'))!
  expect(path).toBe('/v1/responses')
  expect(body).toMatchObject({
    store: false,
    tools: [{ type: 'web_search' }],
    reasoning: { summary: 'concise' },
  })
})

test.each([
  ['light', 'rtl', 1440],
  ['dark', 'ltr', 390],
] as const)('the switches are at home: %s, %s, %i', async (colorScheme, dir, width) => {
  const lang = dir === 'rtl' ? '&lang=ar-XB' : ''
  const { page } = await house.guest(`${WITH}${lang}`, { colorScheme, viewport: { width, height: 900 } })
  await page.locator('.composer-bar [aria-keyshortcuts$="+U"]').click()
  const last = panel(page).getByRole('switch').last()
  await last.check()
  await last.scrollIntoViewIfNeeded()
  await shot(page, `switches-${dir}`)
  expect(await findings(page)).toEqual([])
})
