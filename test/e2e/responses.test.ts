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
  azureOpenAI:
    groups:
      - group: west
        apiKey: test-azure
        instanceName: west
        version: 2025-03-01-preview
        baseURL: ${upstream.url}/\${INSTANCE_NAME}/openai/deployments/\${DEPLOYMENT_NAME}
        additionalHeaders:
          x-who: '{{LIBRECHAT_USER_NAME}}'
        models:
          gpt-4.1: { deploymentName: mine }
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

test('a model at Azure answers from its deployment', async () => {
  const { page, chat } = await house.guest('/c/new?endpoint=azureOpenAI&model=gpt-4.1')
  await chat.ask('[[tokens-5]] hello')
  expect(await chat.answer.textContent()).toContain('tok4')
  await shot(page, 'azure-answer')
  const asked = house.upstream.requests.find(({ path }) => path.startsWith('/west/'))!
  expect(asked).toMatchObject({
    path: '/west/openai/deployments/mine/chat/completions',
    query: 'api-version=2025-03-01-preview',
    headers: { 'api-key': 'test-azure', 'x-who': 'Ada Byron' },
  })
})
