/** The hands: the palette, shortcuts of one's own, and settings that are the same in every tab. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { OTHER, openHouse, PLAIN, shot, type Visit } from './house.ts'

const house = openHouse()

const field = (page: Page) => page.getByRole('dialog').getByRole('combobox')
const options = (page: Page) => page.getByRole('dialog').getByRole('option')
const lit = (page: Page) => page.locator('.palette [role=option][data-highlighted]')
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName)

async function choose(page: Page, words: string, label: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+K')
  await field(page).waitFor()
  await write(page, words, label)
}

async function write(page: Page, words: string, label: string): Promise<void> {
  await page.keyboard.type(words)
  await eventually(() => lit(page).textContent()).toContain(label)
  await page.keyboard.press('Enter')
}

const closed = (page: Page) => eventually(() => page.getByRole('dialog').count()).toBe(0)

async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await shot(page, `${name}-${colorScheme}`)
    expect(await findings(page, colorScheme === 'light' ? 'all' : 'colour'), name).toEqual([])
  }
}

describe('the palette', () => {
  test('does things by keys alone: chats, names, models, projects, settings', async () => {
    const { page, chat } = await house.guest()
    await chat.ask('[[tokens-3]] The lighthouse')
    const first = chat.id

    // Initials; and the focus is where one writes.
    await choose(page, 'nc', 'New chat')
    await chat.many(chat.messages, 0)
    await closed(page)
    await eventually(() => focused(page)).toBe('Message')

    // The other conversation by its name, and a name for it, which its page asks for.
    await choose(page, 'tok0', 'tok0')
    await page.waitForURL(`**/c/${first}`, { waitUntil: 'commit' })
    await chat.many(chat.messages, 2)
    await choose(page, 'rename', 'Rename')
    await eventually(() => field(page).inputValue()).toContain('tok0')
    await write(page, 'Phare d’Alexandrie', 'Phare')
    await eventually(() => chat.list.getByRole('link').first().textContent()).toContain('Phare')

    // A model, by its page and back, then by its name.
    await choose(page, 'choose a mod', 'Choose a model')
    await eventually(() => field(page).getAttribute('aria-label')).toBe('Find a model')
    await page.keyboard.press('Backspace')
    await eventually(() => field(page).getAttribute('aria-label')).toBe('What would you like to do?')
    await write(page, `${OTHER}`, OTHER)
    await closed(page)
    await eventually(() => chat.button('Model').getAttribute('aria-description')).toBe(OTHER)

    // A project that is made on the way.
    await choose(page, 'new proj', 'New project')
    await page.getByRole('textbox', { name: 'Name' }).waitFor()
    await page.keyboard.type('Wonders')
    await page.keyboard.press('Enter')
    await closed(page)
    await choose(page, 'move to pro', 'Move to project')
    await write(page, 'wond', 'Wonders')
    await page.getByText('Moved to Wonders').waitFor()

    // A setting.
    await choose(page, 'dark mode', 'Theme')
    await write(page, 'dark', 'Dark')
    await eventually(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')

    // What was used last stands on top; accents do not matter; nothing that cannot be done is offered.
    await page.keyboard.press('ControlOrMeta+K')
    await eventually(() => lit(page).textContent()).toContain('Theme')
    await page.keyboard.type('stop')
    await options(page).filter({ hasText: 'Search all messages for “stop”' }).waitFor()
    expect(await options(page).filter({ hasText: /^Stop/ }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await closed(page)

    // What is called nothing is looked for in the messages.
    await choose(page, 'lighthouse', 'Search all messages for “lighthouse”')
    await page.getByRole('listbox').getByRole('option').filter({ hasText: 'lighthouse' }).first().waitFor()
  })

  test('is found fit by axe, on its pages, in both themes, and on a phone', async () => {
    const { page, chat } = await house.guest()
    await chat.ask('[[tokens-3]] hello')
    await page.keyboard.press('ControlOrMeta+K')
    await field(page).waitFor()
    await look(page, 'palette')
    // Before the first is the last, and it is scrolled to.
    await page.keyboard.press('ArrowUp')
    await eventually(() => options(page).last().getAttribute('data-highlighted')).not.toBeNull()
    await chat.inSight(page.locator('.palette-list'))
    await page.keyboard.type('arch')
    await eventually(() => lit(page).textContent()).toContain('Archive')
    await look(page, 'palette-found')
    await page.keyboard.press('ControlOrMeta+A')
    await write(page, 'theme', 'Theme')
    await page.getByRole('option', { name: 'Light' }).waitFor()
    await look(page, 'palette-page')
    await page.keyboard.press('Escape')
    await closed(page)
    await page.setViewportSize({ width: 390, height: 844 })
    await page.keyboard.press('ControlOrMeta+K')
    await field(page).waitFor()
    await look(page, 'palette-phone')
  })

  test('opens at once and finds while one types, with 20,000 conversations in the page', async () => {
    const { page, chat } = await house.guest()
    await chat.box.waitFor()
    const now = Date.now()
    await page.route('**/api/convos?*', (route) => {
      const data = Array.from({ length: 20_000 }, (_, n) => {
        const at = new Date(now - n * 60_000).toISOString()
        const conversationId = `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`
        return { conversationId, title: `Journey ${n} to the sea`, createdAt: at, updatedAt: at }
      })
      return route.fulfill({ json: { data, nextCursor: null } })
    })
    const asked = page.waitForResponse('**/api/convos?*')
    await choose(page, 'archived', 'Archived')
    await (await asked).finished()
    await page.keyboard.press('ControlOrMeta+K')
    await field(page).waitFor()
    await eventually(() => options(page).filter({ hasText: 'Journey 0 to' }).count()).toBe(1)
    await page.keyboard.type('journey 19999', { delay: 20 })
    await eventually(() => lit(page).textContent()).toContain('Journey 19999 to the sea')
    await page.keyboard.press('Escape')
    await closed(page)
    const took = await page.evaluate(async () => {
      const start = performance.now()
      const at = { ctrlKey: true, key: 'k', code: 'KeyK', bubbles: true, cancelable: true }
      window.dispatchEvent(new KeyboardEvent('keydown', at))
      while (!document.querySelector('.palette [role=option]')) await new Promise(requestAnimationFrame)
      return performance.now() - start
    })
    // A few frames on a quiet machine; this one may be busy.
    expect(took).toBeLessThan(800)
  })
})

describe('shortcuts', () => {
  const line = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name: RegExp(`^${name}: .*Change$`) })
  const keysOf = async (page: Page, name: string) =>
    (await line(page, name).locator('kbd').textContent())?.replace('⌘', 'Ctrl+')

  async function open(page: Page): Promise<void> {
    await page.keyboard.press('ControlOrMeta+Shift+Slash')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  }

  test('are changed by pressing others, used, the same in another tab and on another device', async () => {
    const visit = await house.guest()
    const { page, context, chat } = visit
    await chat.ask('[[tokens-3]] hello')
    const second = await context.newPage()
    await second.goto('/c/new')
    const device = await house.again(visit)
    await open(page)
    expect(await keysOf(page, 'New chat')).toBe('Ctrl+Shift+O')
    await line(page, 'New chat').click()
    await page.keyboard.press('Control+Alt+J')
    await eventually(() => keysOf(page, 'New chat')).toBe('Ctrl+Alt+J')
    await page.keyboard.press('Escape')
    await closed(page)

    await page.keyboard.press('Control+Shift+O')
    expect(await chat.messages.count()).toBe(2)
    await page.keyboard.press('Control+Alt+J')
    await chat.many(chat.messages, 0)

    // What shows keys shows these.
    for (const other of [page, second, device.page]) {
      const button = other.getByRole('button', { name: 'New chat' }).first()
      await eventually(() => button.getAttribute('aria-keyshortcuts')).toBe('Control+Alt+J')
    }
    await page.reload()
    await chat.box.waitFor()
    await open(page)
    expect(await keysOf(page, 'New chat')).toBe('Ctrl+Alt+J')
    await page.getByRole('button', { name: 'New chat: back to the usual keys' }).click()
    await eventually(() => keysOf(page, 'New chat')).toBe('Ctrl+Shift+O')
  })

  test('that are taken are named and can be taken over; those of the browser are warned of', async () => {
    const { page, chat } = await house.guest()
    await chat.box.waitFor()
    await open(page)
    await page.getByRole('searchbox', { name: 'Find an action or keys' }).fill('new ch')
    await line(page, 'New chat').click()
    await page.keyboard.press('Control+K')
    await page
      .getByRole('alert')
      .getByText('Ctrl+K is used for “Command palette”, which would lose it.')
      .waitFor()
    await look(page, 'shortcuts-taken')
    await page.getByRole('button', { name: 'Take them over' }).click()
    await eventually(() => keysOf(page, 'New chat')).toBe('Ctrl+K')
    await page.getByRole('searchbox').fill('palette')
    expect(await keysOf(page, 'Command palette')).toBe('—')

    // Enter is needed, Ctrl+C is everybody's.
    await line(page, 'Command palette').click()
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('needed to write').waitFor()
    await line(page, 'Command palette').click()
    await page.keyboard.press('Control+C')
    await page.getByRole('alert').getByText('text fields').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    // Escape leaves the keys, and the dialog, as they are; Backspace takes keys away.
    await line(page, 'Command palette').click()
    await page.keyboard.press('Escape')
    expect(await keysOf(page, 'Command palette')).toBe('—')
    await page.getByRole('button', { name: 'Reset all' }).click()
    await eventually(() => keysOf(page, 'Command palette')).toBe('Ctrl+K')
    await page.getByRole('searchbox').fill('ctrl k')
    await line(page, 'Command palette').click()
    await page.keyboard.press('Backspace')
    await page.getByRole('searchbox').fill('palette')
    await eventually(() => keysOf(page, 'Command palette')).toBe('—')
    await look(page, 'shortcuts')
  })

  test('of a single letter leave writing alone; those of a field with text are the field’s; all can be off', async () => {
    const { page, chat } = await house.guest()
    await chat.box.waitFor()
    await open(page)
    await page.getByRole('searchbox').fill('sidebar')
    await line(page, 'Show or hide the sidebar').click()
    await page.keyboard.press('j')
    await page.getByRole('alert').getByText('only while you are not writing').waitFor()
    await page.getByRole('button', { name: 'Use it anyway' }).click()
    await page.keyboard.press('Escape')
    await closed(page)
    const shell = page.locator('.shell')
    await chat.box.pressSequentially('jj')
    expect(await chat.box.inputValue()).toBe('jj')
    expect(await shell.getAttribute('data-sidebar')).toBe('shown')
    await page.locator('#main').focus()
    await page.keyboard.press('j')
    await eventually(() => shell.getAttribute('data-sidebar')).toBe('hidden')

    // In a field with text these select; in an empty one they go to the conversation.
    await chat.box.fill('one two')
    await chat.box.press('Control+Shift+ArrowLeft')
    expect(await page.evaluate(() => getSelection()?.toString())).toBe('two')

    await page.goto('/c/new#settings/keyboard')
    await page.getByRole('checkbox', { name: 'Shortcuts are on' }).uncheck()
    await page.keyboard.press('Escape')
    await closed(page)
    await page.keyboard.press('Control+K')
    await page.keyboard.press('j')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await shell.getAttribute('data-sidebar')).toBe('hidden')
  })

  test('do what they say: versions, copies, edits, the trash', async () => {
    const { page, chat, context } = await house.guest()
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await chat.ask('[[markdown]] hello')
    const id = chat.id
    await page.keyboard.press('Control+Shift+K')
    await page.getByText('Copied').first().waitFor()
    const code = await page.evaluate(() => navigator.clipboard.readText())
    expect(code).not.toContain('```')
    expect(code.length).toBeGreaterThan(3)
    await page.keyboard.press('Control+Shift+E')
    await chat.answer.getByText('2 / 2').waitFor()
    await chat.is('settled')
    await page.keyboard.press('Control+Shift+ArrowLeft')
    await chat.answer.getByText('1 / 2').waitFor()
    await page.keyboard.press('Control+Shift+I')
    await eventually(() => focused(page)).toBe('New wording')
    await page.keyboard.press('Escape')
    await eventually(() => chat.question.getByRole('textbox').count()).toBe(0)
    await page.keyboard.press('Control+Shift+Backspace')
    await page.getByText('is in the trash').waitFor()
    await eventually(() => page.url()).not.toContain(id)
  })
})

describe('keys one expects', () => {
  test('ArrowUp edits the last message, Escape cancels that; Escape stops an answer, after what it closes', async () => {
    const { page, chat } = await house.guest()
    await chat.ask('[[tokens-3]] hello')
    await chat.box.focus()
    await page.keyboard.press('ArrowUp')
    await eventually(() => focused(page)).toBe('New wording')
    await page.keyboard.press('Escape')
    await eventually(() => focused(page)).toBe('Message')
    // With something written it moves the cursor.
    await chat.box.fill('half a thought')
    await page.keyboard.press('ArrowUp')
    expect(await focused(page)).toBe('Message')
    await chat.box.fill('')

    await chat.send('[[paced-20 tokens-600]] go on and on')
    await chat.reached(10)
    await page.keyboard.press('ControlOrMeta+K')
    await field(page).waitFor()
    await page.keyboard.press('Escape')
    await closed(page)
    await chat.is('open')
    await page.keyboard.press('Escape')
    await chat.is('stopped')
    expect(await focused(page)).toBe('Message')
  })
})

describe('settings', () => {
  const seen = ({ page }: Pick<Visit, 'page'>) =>
    page.evaluate(() => [document.documentElement.dataset.theme ?? 'system', document.documentElement.lang])

  test('are the same in every tab at once, and on other devices', async () => {
    const visit = await house.guest('/c/new#settings')
    const { page, context } = visit
    const second = await context.newPage()
    await second.goto('/c/new#settings')
    const device = await house.again(visit, '/c/new#settings')
    const others = [second, device.page]
    for (const other of others) await other.getByRole('dialog').waitFor()
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
    await page.getByRole('radio', { name: 'Ctrl + Enter' }).check({ force: true })
    await page.getByRole('radio', { name: 'Send at the next paragraph' }).check({ force: true })
    for (const other of others) {
      await eventually(() => seen({ page: other })).toEqual(['dark', 'en'])
      for (const name of ['Dark', 'Ctrl + Enter', 'Send at the next paragraph'])
        await eventually(() => other.getByRole('radio', { name }).isChecked()).toBe(true)
    }
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de')
    for (const other of others) await eventually(() => seen({ page: other })).toEqual(['dark', 'de'])
    await page.goto('/c/new#settings/keyboard')
    await page.getByRole('checkbox').uncheck()
    for (const other of others) {
      await other.getByRole('link', { name: 'Tastatur' }).click()
      await eventually(() => other.getByRole('checkbox').isChecked()).toBe(false)
    }
    // The model of new chats.
    await page.goto('/c/new')
    await page.getByRole('button', { name: 'Modell' }).click()
    await page.getByRole('option', { name: OTHER }).click()
    for (const other of others)
      await eventually(() => other.locator('.model-button').getAttribute('aria-description')).toBe(OTHER)
    expect(OTHER).not.toBe(PLAIN)
  })

  test('that were set offline hold in every tab, and are told later, even by another tab', async () => {
    const visit = await house.guest('/c/new#settings')
    const { page, context } = visit
    const second = await context.newPage()
    await second.goto('/c/new')
    const device = await house.again(visit)
    await page.getByRole('dialog').waitFor()
    await context.setOffline(true)
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
    await eventually(() => seen({ page: second })).toEqual(['dark', 'en'])
    expect(await seen(device)).toEqual(['system', 'en'])
    await page.close()
    await context.setOffline(false)
    await eventually(() => seen(device), { timeout: 20_000 }).toEqual(['dark', 'en'])
    await eventually(() => seen({ page: second })).toEqual(['dark', 'en'])
  })
})
