/** Looking for what was said, in the page: by keys, with filters, and to the message itself on its branch. */
import { describe, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { openHouse, shot, type Visit } from './house.ts'

const house = openHouse()

async function search({ page }: Visit, query: string) {
  await page.keyboard.press('ControlOrMeta+Slash')
  const field = page.getByRole('combobox', { name: 'Search' })
  await field.waitFor()
  await field.pressSequentially(query)
  return { field, hits: page.getByRole('listbox').getByRole('option') }
}

test('[SE3] finds while one types, and Enter leads to the message', async () => {
  const visit = await house.guest()
  const { page, chat } = visit
  await chat.ask('The lighthouse of Alexandria')
  await chat.button('New chat').first().click()
  await chat.ask('Something about Crème brûlée')
  const { hits } = await search(visit, 'lightho')
  await hits.first().waitFor()
  expect(await hits.first().locator('mark').textContent()).toBe('lightho')
  expect(await hits.first().getAttribute('data-highlighted')).not.toBeNull()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/c\/[0-9a-f-]{36}$/, { waitUntil: 'commit' })
  await chat.question.getByText('The lighthouse of Alexandria').waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
  const again = await search(visit, 'bruelee')
  await page.getByText('Similar words are shown as well.').waitFor()
  expect(await again.hits.first().locator('mark').textContent()).toBe('brûlée')
  await again.field.fill('nowhere to be found')
  await page.getByText('Nothing holds all of these words.').waitFor()
  await page.keyboard.press('Escape')
  await chat.many(page.getByRole('dialog'), 0)
})

test('[SE3] leads to a message on another branch, and far above', async () => {
  const visit = await house.guest()
  const { page, chat } = visit
  await chat.ask('a first question about walruses')
  for (let n = 0; n < 12; n++) await chat.ask(`[[tokens-80]] and on, ${n}`)
  await chat.act(chat.questions.first(), 'Edit').click()
  await chat.questions.first().getByRole('textbox').fill('another beginning about penguins')
  await chat.questions.first().getByRole('button', { name: 'Send', exact: true }).click()
  await chat.many(chat.messages, 2)
  await chat.is('settled')
  const { field, hits } = await search(visit, 'and on')
  await eventually(() => hits.count()).toBeGreaterThan(10)
  await eventually(() => hits.first().getAttribute('data-highlighted')).not.toBeNull()
  for (let n = 0; n < 9; n++) await page.keyboard.press('ArrowDown')
  await eventually(() => hits.nth(9).getAttribute('data-highlighted')).not.toBeNull()
  await chat.inSight(page.locator('.search-results'))
  await field.fill('walruses')
  await eventually(() => hits.last().textContent()).toContain('walruses')
  await hits.last().click()
  const found = chat.questions.filter({ hasText: 'a first question about walruses' })
  await found.waitFor()
  await eventually(() => found.evaluate((node) => node.getBoundingClientRect().top)).toBeGreaterThan(-1)
  await eventually(() => found.evaluate((node) => node.getBoundingClientRect().top < innerHeight)).toBe(true)
  await page.reload()
  await chat.many(chat.messages, 26)
})

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([
    ['wide', { width: 1440, height: 900 }],
    ['narrow', { width: 390, height: 844 }],
  ] as const)('%s: axe finds nothing serious', async (name, viewport) => {
    const visit = await house.guest('/c/new', { colorScheme, viewport })
    const { page, chat } = visit
    const look = async (what: string) => {
      await shot(page, `search-${what}-${name}-${colorScheme}`)
      expect(await findings(page), what).toEqual([])
    }
    await chat.ask('The lighthouse of Alexandria stood for sixteen centuries, and then an earthquake came')
    await page.goto('/c/new')
    await chat.ask(
      'How tall was the lighthouse? It is said that its light was seen from fifty kilometres away.',
    )
    const { field, hits } = await search(visit, 'lighthouse')
    await hits.nth(1).waitFor()
    await look('found')
    await field.fill('nowhere to be found')
    await page.getByRole('combobox', { name: 'Anyone' }).selectOption('You')
    await page.getByText('Search without filters').waitFor()
    await look('none')
    await field.fill('')
    await page.getByText('as you type').waitFor()
    await look('empty')
  })
})
