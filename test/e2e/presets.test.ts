/** Parameters, presets and the instructions of a project, from the page to what a model is asked. */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { OTHER, openHouse, shot } from './house.ts'

const house = openHouse()

type Asked = {
  model: string
  temperature?: number
  stop?: string[]
  messages: { role: string; content: string }[]
}

/** What the model was asked with this message last. */
function asked(text: string): Asked | undefined {
  const bodies = house.upstream.requests.map(({ body }) => body as Asked)
  return bodies.findLast((body) => body?.messages?.at(-1)?.content === text)
}
const system = (text: string) => asked(text)?.messages.find(({ role }) => role === 'system')?.content

const panel = (page: Page) => page.locator('.sheet')
const openPanel = async (page: Page) => {
  await page.getByRole('button', { name: 'Instructions and parameters' }).click()
  await panel(page).getByRole('textbox', { name: 'Instructions' }).waitFor()
}
const preset = async (page: Page, item: string | RegExp) => {
  await panel(page).locator('.tune-preset button').click()
  await page
    .getByRole('menuitem', { name: item })
    .or(page.getByRole('menuitemradio', { name: item }))
    .click()
}
const savedAs = async (page: Page, name: string) => {
  await preset(page, 'Save as preset')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(name)
  await page.keyboard.press('Enter')
  await page.getByText(`Saved the preset “${name}”`).waitFor()
}

describe('presets', () => {
  test('are saved, changed, chosen in mid-conversation here or in a copy, and deleted with a way back', async () => {
    const { page, chat } = await house.guest()
    await page.keyboard.press('Control+Shift+U')
    await panel(page).getByRole('button', { name: 'Close' }).waitFor()
    await page.keyboard.press('Escape')
    await panel(page).waitFor({ state: 'detached' })
    expect(await chat.box.evaluate((box) => box === document.activeElement)).toBe(true)
    await openPanel(page)
    await shot(page, 'tune-empty')
    expect(await findings(page)).toEqual([])
    await panel(page).getByRole('textbox', { name: 'Instructions' }).fill('Be brief.')
    const slider = panel(page).getByRole('slider', { name: 'Temperature' })
    expect(await slider.getAttribute('aria-valuetext')).toBe('Default')
    await slider.focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await savedAs(page, 'Brief')
    await panel(page).getByRole('textbox', { name: 'Instructions' }).fill('Write at length.')
    await panel(page).getByRole('button', { name: 'All back to default' }).click()
    await panel(page).getByText('Brief, changed').waitFor()
    await savedAs(page, 'Long')
    await shot(page, 'tune-preset')
    await chat.ask('first [[tokens-5]]')
    expect(system('first [[tokens-5]]')).toBe('Write at length.')
    expect(asked('first [[tokens-5]]')?.temperature).toBeUndefined()

    await preset(page, /Brief/)
    await page.getByRole('dialog', { name: 'Go on with “Brief”?' }).waitFor()
    await shot(page, 'preset-switch')
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: /Go on here/ }).click()
    await chat.ask('second [[tokens-5]]')
    expect(system('second [[tokens-5]]')).toBe('Be brief.')
    expect(asked('second [[tokens-5]]')?.temperature).toBeCloseTo(0.9)

    const before = chat.id
    await preset(page, /Long/)
    await page.getByRole('checkbox', { name: 'Always do this' }).check()
    await page.getByRole('button', { name: /Go on in a copy/ }).click()
    await page.waitForURL((url) => url.pathname.startsWith('/c/') && !url.pathname.endsWith(before))
    await chat.many(chat.answers, 2)
    await chat.ask('third [[tokens-5]]')
    expect(system('third [[tokens-5]]')).toBe('Write at length.')
    expect(asked('third [[tokens-5]]')?.messages.map(({ role }) => role)).toEqual([
      ...['system', 'user', 'assistant', 'user', 'assistant', 'user'],
    ])

    await preset(page, 'Manage presets')
    const dialog = page.getByRole('dialog', { name: 'Presets' })
    await dialog.getByRole('button', { name: 'Options for “Brief”' }).click()
    await page.getByRole('menuitem', { name: 'Begin new chats with it', exact: true }).click()
    await dialog.getByText('New chats begin with it').waitFor()
    await shot(page, 'presets-dialog')
    expect(await findings(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Options for “Long”' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await dialog.getByText('Long').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await dialog.getByText('Long', { exact: true }).waitFor()

    const file = join(tmpdir(), `preset-${process.pid}.json`)
    const content = {
      title: 'From elsewhere',
      endpoint: 'openAI',
      model: 'of-yesterday',
      top_p: 0.4,
      iconURL: 'x',
    }
    writeFileSync(file, JSON.stringify(content))
    await page.locator('input[type=file][accept*=json]').setInputFiles(file)
    await page.getByText('Without effect here: iconURL.').waitFor()
    await dialog.getByText('of-yesterday is no longer offered').waitFor()
    await dialog.getByRole('button', { name: 'Done' }).click()

    await page.goto('/c/new')
    await chat.ask('fourth [[tokens-5]]')
    expect(system('fourth [[tokens-5]]')).toBe('Be brief.')
    await page.getByRole('button', { name: 'Model', exact: true }).click()
    await page.getByRole('option', { name: /From elsewhere/ }).waitFor()
    await page.getByRole('option', { name: /Brief.*in this chat/ }).waitFor()
    await shot(page, 'preset-picker')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+K')
    await page.getByPlaceholder('What would you like to do?').fill('choose a preset')
    await page.getByRole('option', { name: /Choose a preset/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: /Long/ }).waitFor()
    await page.keyboard.type('long')
    await page.keyboard.press('Enter')
    await page.getByText('This is the copy.').waitFor()
  })
})

describe('a project', () => {
  test('says what holds in all its chats, when they are asked, and what they begin with', async () => {
    const visit = await house.guest()
    const { page, chat } = visit
    await page.getByRole('button', { name: 'Options for your chats' }).click()
    await page.getByRole('menuitem', { name: 'New project' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('House')
    await page.getByRole('textbox', { name: 'Instructions' }).fill('Measure twice.')
    const begin = page.getByRole('combobox', { name: 'New chats begin with' })
    const option = await begin.locator('option', { hasText: OTHER }).first().getAttribute('value')
    await begin.selectOption(option)
    await shot(page, 'project-dialog')
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('.folder').hover()
    await page.getByRole('button', { name: 'New chat in House' }).click()
    await page.getByText('In the project House').waitFor()
    await shot(page, 'project-empty')
    expect(await findings(page)).toEqual([])
    await openPanel(page)
    await panel(page).getByText('From the project House').click()
    await panel(page).getByText('Measure twice.').waitFor()
    await panel(page).getByRole('textbox', { name: 'Instructions' }).fill('Be kind.')
    await shot(page, 'tune-project')
    await page.keyboard.press('Escape')
    await chat.ask('build [[tokens-5]]')
    expect(asked('build [[tokens-5]]')?.model).toBe(OTHER)
    expect(system('build [[tokens-5]]')).toBe('Measure twice.\n\nBe kind.')
    await eventually(() => page.getByRole('button', { name: /^House/ }).textContent()).toContain('1')

    // Changed on another device, it holds for the next answer.
    const other = await house.again(visit)
    await other.page.locator('.folder').hover()
    await other.page.getByRole('button', { name: 'Options for “House”' }).click()
    await other.page.getByRole('menuitem', { name: 'Edit project' }).click()
    const said = other.page.getByRole('textbox', { name: 'Instructions' })
    await eventually(() => said.inputValue()).toBe('Measure twice.')
    await said.fill('Cut once.')
    await other.page.getByRole('button', { name: 'Save' }).click()
    await other.page.getByRole('dialog').waitFor({ state: 'detached' })
    await chat.ask('more [[tokens-5]]')
    expect(system('more [[tokens-5]]')).toBe('Cut once.\n\nBe kind.')

    // Deleted, it says nothing; taken back, it is as it was, with its chat.
    await page.locator('.folder').hover()
    await page.getByRole('button', { name: 'Options for “House”' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.locator('.folder').waitFor({ state: 'detached' })
    await chat.ask('without [[tokens-5]]')
    expect(system('without [[tokens-5]]')).toBe('Be kind.')
    await page.getByRole('button', { name: 'Undo' }).click()
    await eventually(() => page.getByRole('button', { name: /^House/ }).textContent()).toContain('1')
    await chat.ask('again [[tokens-5]]')
    expect(system('again [[tokens-5]]')).toBe('Cut once.\n\nBe kind.')

    // Moved by hand, also in the moment before it asks; and a copy is where its original is.
    const request = async (method: string, path: string, data: object) => {
      const answer = await visit.context.request.fetch(path, { method, data, headers: { origin: house.url } })
      return (await answer.json()) as { chatProjectId: string; conversation: { conversationId: string } }
    }
    const id = chat.id
    const where = `/api/projects/conversations/${id}`
    const listed = (await (await visit.context.request.get('/api/projects')).json()) as {
      projectId: string
    }[]
    const projectId = listed[0]!.projectId
    await request('PUT', where, { projectId: null })
    await chat.ask('outside [[tokens-5]]')
    expect(system('outside [[tokens-5]]')).toBe('Be kind.')
    await request('PUT', where, { projectId })
    await chat.ask('inside [[tokens-5]]')
    expect(system('inside [[tokens-5]]')).toBe('Cut once.\n\nBe kind.')
    const copy = await request('POST', '/api/convos/duplicate', { conversationId: id })
    await page.goto(`/c/${copy.conversation.conversationId}`)
    await eventually(() => page.getByRole('button', { name: /^House/ }).textContent()).toContain('2')
  })
})

test('from right to left, the panel is at the left, and its sliders follow', async () => {
  const { page } = await house.guest('/c/new?lang=ar-XB')
  await page.locator('.composer-bar [aria-keyshortcuts$="+U"]').click()
  await panel(page).getByRole('slider').first().waitFor()
  expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
  expect((await panel(page).boundingBox())?.x).toBe(0)
  await shot(page, 'tune-rtl')
  expect(await findings(page)).toEqual([])
})

test('on a phone, in the dark, the panel is a sheet from below', async () => {
  const { page } = await house.guest('/c/new', {
    colorScheme: 'dark',
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  })
  await openPanel(page)
  await shot(page, 'tune-phone')
  expect(await findings(page)).toEqual([])
  await panel(page).getByRole('slider', { name: 'Temperature' }).press('ArrowRight')
  await savedAs(page, 'A preset with a name that is rather long for a phone, but quite possible')
  await preset(page, 'Manage presets')
  await page.getByRole('dialog', { name: 'Presets' }).getByText('A preset').waitFor()
  await shot(page, 'presets-phone')
  expect(await findings(page)).toEqual([])
  await page.getByRole('dialog', { name: 'Presets' }).getByRole('button', { name: 'Done' }).click()
  await panel(page).getByRole('button', { name: 'Close' }).click()
  await panel(page).waitFor({ state: 'detached' })
  await page.locator('.bar-sidebar').click()
  await page.getByRole('button', { name: 'Options for your chats' }).click()
  await page.getByRole('menuitem', { name: 'New project' }).click()
  await page.getByRole('textbox', { name: 'Instructions' }).waitFor()
  await shot(page, 'project-phone')
  expect(await findings(page)).toEqual([])
})
