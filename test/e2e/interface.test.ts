/** What the operator has switched off is nowhere to be found; what they say is. */
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { openHouse, shot } from './house.ts'

const house = openHouse({
  env: {
    CUSTOM_FOOTER: 'Ours | [Imprint](https://example.org/imprint)',
    HELP_AND_FAQ_URL: 'https://example.org/help',
  },
  more: () => `interface:
  parameters: false
  presets: false
  multiConvo: false
  bookmarks: false
  temporaryChat: false
  prompts: false
  contextUsage: false
  buildInfo: false
  customWelcome: Ahoy {{user.name}}
  privacyPolicy: { externalUrl: 'https://example.org/privacy' }
  termsOfService:
    externalUrl: https://example.org/terms
    modalAcceptance: true
    modalTitle: House rules
    modalContent: Be **kind**.
`,
})

test('features that are off, and the terms', async () => {
  const door = await house.stranger()
  await door.page.goto('/login')
  await door.page.getByRole('link', { name: 'Privacy policy' }).waitFor()
  await door.page.getByRole('link', { name: 'Imprint' }).waitFor()
  await shot(door.page, 'interface-door')
  expect(await findings(door.page)).toEqual([])

  const { page, chat } = await house.guest('/c/new')
  const rules = page.getByRole('alertdialog', { name: 'House rules' })
  await rules.getByText('kind').waitFor()
  await shot(page, 'interface-terms')
  expect(await findings(page)).toEqual([])
  await rules.getByRole('button', { name: 'Accept' }).click()
  await rules.waitFor({ state: 'detached' })
  const accepted = async () => (await (await page.request.get('/api/user/terms')).json()).termsAccepted
  await eventually(accepted).toBe(true)
  await page.reload()
  await page.getByRole('heading', { name: 'Ahoy Ada Byron' }).waitFor()
  expect(await rules.count()).toBe(0)
  for (const name of ['Instructions and parameters', 'Temporary chat', 'Filter by bookmark'])
    expect(await page.getByRole('button', { name }).count(), name).toBe(0)
  expect(await page.getByRole('link', { name: 'Prompts' }).count()).toBe(0)
  await shot(page, 'interface-off')
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Control+Shift+U')
  await page.keyboard.press('Control+k')
  const palette = page.locator('.dialog.palette')
  await palette.waitFor()
  for (const name of [
    'Temporary chat',
    'Compare several models',
    'Manage presets',
    'Manage bookmarks',
    'Instructions and parameters',
  ]) {
    await page.keyboard.press('Control+a')
    await page.keyboard.type(name)
    expect(await palette.getByRole('option', { name, exact: true }).count(), name).toBe(0)
  }
  await page.keyboard.press('Escape')
  await page.goto('/prompts')
  expect(await page.getByRole('region', { name: 'Prompts' }).count()).toBe(0)
  await page.goto('/c/new')
  await chat.button('Model').click()
  await page.getByRole('option').first().waitFor()
  expect(await page.getByRole('button', { name: 'Compare several models' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  const made = await page.request.post('/api/tags', {
    data: { tag: 'mine' },
    headers: { origin: house.url },
  })
  expect(made.status()).toBe(403)
  await page.goto('/c/new#settings/about')
  await page.getByRole('link', { name: 'Help' }).first().waitFor()
  expect(await page.getByText('Version').count()).toBe(0)
})
