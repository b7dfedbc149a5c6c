/** One's own usage: credits, totals and tables in the settings; and what happens where credits end. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { openHouse, shot } from './house.ts'

/** 500 tokens of an answer cost 5000 credits; there are enough for a handful. */
const house = openHouse({
  more: (upstream) => `    - name: Priced
      apiKey: test
      baseURL: ${upstream.openai}
      models:
        default: [plain]
      tokenConfig:
        plain: { prompt: 1, completion: 10, context: 32000 }
interface:
  contextCost: true
  currency: { code: EUR, rate: 0.5 }
balance:
  enabled: true
  startBalance: 6000
  autoRefillEnabled: true
  refillAmount: 50000
  refillIntervalValue: 1
  refillIntervalUnit: days
`,
})

const asked = (name: string) => `/c/new?endpoint=Priced&model=plain&prompt=${encodeURIComponent(name)}`

test('what was used is shown by day, model and chat, with credits and cost; where they end, it is said', async () => {
  const { page, chat, email } = await house.guest('/c/new#settings/usage')
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByText('Nothing was used in this time').waitFor()
  await dialog.getByText('6,000 credits').waitFor()
  expect(await findings(page)).toEqual([])
  await shot(page, 'usage-empty')

  await page.goto(asked('[[tokens-500]] Much'))
  // What the address says comes after the field.
  await eventually(() => chat.box.inputValue()).toContain('Much')
  await page.keyboard.press('Enter')
  await chat.is('settled')
  await page.getByRole('button', { name: /^Context:/ }).click()
  await page
    .getByRole('dialog', { name: 'What goes to the model' })
    .getByText(/€0\.00/)
    .waitFor()
  await shot(page, 'usage-gauge')
  await page.keyboard.press('Escape')

  const credits = async () => {
    const answer = (await (await page.request.get('/api/balance')).json()) as { tokenCredits: number }
    return answer.tokenCredits
  }
  await eventually(credits).toBeLessThan(2000)
  await page.goto(`${new URL(page.url()).pathname}#settings/usage`)
  await dialog.getByRole('table', { name: 'By model' }).getByRole('rowheader', { name: /plain/ }).waitFor()
  await dialog.getByRole('table', { name: 'By chat' }).waitFor()
  await dialog.getByText('As a table').click()
  const days = dialog.getByRole('table', { name: 'Tokens by day' })
  // As it is written where this browser is at home.
  await days.getByRole('rowheader', { name: /^\d{1,2} \w+ \d{4}$/ }).waitFor()
  expect(await findings(page)).toEqual([])
  await shot(page, 'usage')
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await findings(page, 'colour')).toEqual([])
  await shot(page, 'usage-phone-dark')
  await page.setViewportSize({ width: 1440, height: 900 })
  await dialog.getByRole('radio', { name: 'A year' }).click()
  const low = async (name: string) => {
    const box = await dialog.locator(name).boundingBox()
    return box!.y + box!.height
  }
  await eventually(async () => (await low('.usage-plot')) <= (await low('.settings-body'))).toBe(true)
  await shot(page, 'usage-year-dark')
  await page.keyboard.press('Escape')

  // What is left does not pay for a long question.
  await chat.send(`[[tokens-5]] ${'word '.repeat(2000)}`)
  await page.getByText('Your credits do not suffice for this.').first().waitFor()
  await shot(page, 'usage-short')

  await page.getByRole('button', { name: 'Show usage' }).first().click()
  await dialog.getByText('987 credits').waitFor()

  // Who runs the server gives some more.
  const { stdout } = await promisify(execFile)(
    'sh',
    ['src/cli/run.sh', 'src/cli/main.ts', 'balance', email, 'add', '100000', '--data', house.server.data],
    { cwd: new URL('../../', import.meta.url).pathname },
  )
  expect(stdout).toBe(`${email}: 100987 credits\n`)
})
