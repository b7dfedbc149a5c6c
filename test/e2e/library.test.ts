/** The library in a real browser: pins, archive, trash, choosing many, bookmarks, projects, unread marks, 20,000 rows. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findings } from './axe.ts'
import { eventually } from './eventually.ts'
import { openHouse, shot, type Visit } from './house.ts'

const house = openHouse()

/** A conversation of this person by its first words, made without the page. */
async function begin({ context }: Visit, text: string): Promise<string> {
  const data = { text, model: 'none', endpoint: 'nobody' }
  const answer = await context.request.post('/api/agents/chat', { data, headers: { origin: house.url } })
  return ((await answer.json()) as { conversationId: string }).conversationId
}

async function withChats(names: string[], options = {}): Promise<Visit & { ids: string[] }> {
  const visit = await house.guest('/c/new', options)
  const ids: string[] = []
  for (const name of names) ids.push(await begin(visit, name))
  await row(visit.page, names.at(-1)!).waitFor()
  return { ...visit, ids }
}

const row = (page: Page, name: string) =>
  page
    .locator('#sidebar [data-row]')
    .filter({ has: page.locator('.row-title', { hasText: new RegExp(`^${name}$`) }) })
const link = (page: Page, name: string) => row(page, name).locator('.row-link')
const names = (page: Page) => page.locator('#sidebar [data-row] .row-title').allTextContents()
const menu = async (page: Page, name: string, item: string) => {
  await row(page, name).hover()
  await page.getByRole('button', { name: `Options for “${name}”` }).click()
  await page
    .getByRole('menuitem')
    .filter({ has: page.getByText(item, { exact: true }) })
    .click()
}
const way = async (page: Page, item: string) => {
  await page.getByRole('button', { name: 'Options for your chats' }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}
const settled = (page: Page, expected: string[]) =>
  eventually(() => names(page), { timeout: 15_000 }).toEqual(expected)

describe('one conversation', () => {
  test('is pinned, archived and brought back, on all devices', async () => {
    const visit = await withChats(['One', 'Two', 'Three'])
    const { page } = visit
    const other = await house.again(visit)
    await settled(other.page, ['Three', 'Two', 'One'])
    await menu(page, 'One', 'Pin')
    await page.getByRole('heading', { name: 'Pinned' }).waitFor()
    await settled(other.page, ['One', 'Three', 'Two'])
    await menu(page, 'Two', 'Archive')
    await settled(other.page, ['One', 'Three'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await settled(other.page, ['One', 'Three', 'Two'])
    await menu(page, 'Two', 'Archive')
    await way(page, 'Archived')
    await settled(page, ['Two'])
    await shot(page, 'library-archive')
    expect(await findings(page)).toEqual([])
    await menu(page, 'Two', 'Bring back')
    await page.getByText('Nothing is archived').waitFor()
    await page.getByRole('button', { name: 'Back to all chats' }).click()
    await settled(page, ['One', 'Three', 'Two'])
    await page.reload()
    await settled(page, ['One', 'Three', 'Two'])
  })

  test('goes to the trash, comes back from it, and is lost only after a question', async () => {
    const visit = await withChats(['One', 'Two', 'Three'])
    const { page, ids } = visit
    await link(page, 'Two').click()
    await page.waitForURL(`/c/${ids[1]}`, { waitUntil: 'commit' })
    await menu(page, 'Two', 'Delete')
    await page.waitForURL('/c/new', { waitUntil: 'commit' })
    await settled(page, ['Three', 'One'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.waitForURL(`/c/${ids[1]}`, { waitUntil: 'commit' })
    await settled(page, ['Three', 'Two', 'One'])
    await link(page, 'One').focus()
    await page.keyboard.press('Delete')
    await settled(page, ['Three', 'Two'])
    await eventually(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Two')
    await menu(page, 'Three', 'Delete')
    await way(page, 'Trash')
    await settled(page, ['Three', 'One'])
    await shot(page, 'library-trash')
    expect(await findings(page)).toEqual([])
    await menu(page, 'One', 'Restore')
    await settled(page, ['Three'])
    await page.getByRole('button', { name: 'Empty trash', exact: true }).click()
    await page.getByRole('alertdialog').getByText('Every message and every version').waitFor()
    await shot(page, 'library-erase')
    await page.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText('The trash is empty').waitFor()
    await eventually(async () => (await visit.context.request.get(`/api/convos/${ids[2]}`)).status(), {
      timeout: 15_000,
    }).toBe(404)
    expect((await visit.context.request.get(`/api/convos/${ids[0]}`)).status()).toBe(200)
  })

  test('with an answer that nobody saw is marked, until somebody looks, on any device', async () => {
    const visit = await house.guest()
    const { page, chat } = visit
    const other = await house.again(visit)
    await chat.send('[[paced-20 tokens-60]] slow words')
    await chat.reached(5)
    const id = chat.id
    await page.getByRole('button', { name: 'New chat' }).first().click()
    await page.locator(`[data-row="${id}"] .row-unread`).waitFor()
    await other.page.locator(`[data-row="${id}"] .row-unread`).waitFor()
    await shot(page, 'library-unread')
    await other.page.locator(`[data-row="${id}"] .row-link`).click()
    await page.locator(`[data-row="${id}"] .row-unread`).waitFor({ state: 'detached' })
  })
})

describe('many', () => {
  test('are chosen with the keyboard alone, and everything done with them can be undone', async () => {
    const visit = await withChats(['One', 'Two', 'Three', 'Four', 'Five'])
    const { page } = visit
    await link(page, 'Five').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('x')
    await page.getByText('1 selected').waitFor()
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByText('3 selected').waitFor()
    await page.keyboard.press('Shift+ArrowUp')
    await page.getByText('2 selected').waitFor()
    await shot(page, 'library-chosen')
    expect(await findings(page)).toEqual([])
    await page.getByRole('toolbar').getByRole('button', { name: 'Archive' }).click()
    await settled(page, ['Five', 'Two', 'One'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await settled(page, ['Five', 'Four', 'Three', 'Two', 'One'])
    await link(page, 'One').focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Escape')
    await page.getByText('selected').waitFor({ state: 'detached' })
    await page.keyboard.press('Space')
    await page.keyboard.press('Control+a')
    await page.getByText('5 selected').waitFor()
    await page.keyboard.press('Delete')
    await page.getByText('No chats yet').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await settled(page, ['Five', 'Four', 'Three', 'Two', 'One'])
  })

  test('are chosen with the mouse, and dragged into a project together', async () => {
    const visit = await withChats(['One', 'Two', 'Three', 'Four'])
    const { page } = visit
    await way(page, 'New project')
    await page.getByRole('textbox', { name: 'Name' }).fill('House')
    await page.getByRole('radio', { name: 'Green' }).check()
    await shot(page, 'library-project-dialog')
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    const folder = page.getByRole('button', { name: /^House/ })
    await folder.waitFor()
    await link(page, 'Four').click({ modifiers: ['Control'] })
    await link(page, 'Two').click({ modifiers: ['Shift'] })
    await page.getByText('3 selected').waitFor()
    await link(page, 'Three').dragTo(folder)
    await eventually(() => folder.textContent()).toContain('3')
    await page.keyboard.press('Escape')
    await folder.click()
    await settled(page, ['Four', 'Three', 'Two'])
    await shot(page, 'library-project')
    expect(await findings(page)).toEqual([])
    // What begins here belongs here.
    await visit.chat.ask('[[tokens-3]] from the project')
    await eventually(() => names(page).then((all) => all.length)).toBe(4)
    await page.getByRole('button', { name: 'Back to all chats' }).click()
    await eventually(() => names(page).then((all) => all.length)).toBe(5)
  })
})

describe('projects', () => {
  test('lie in each other, fold, move and go without their conversations', async () => {
    const visit = await withChats(['One'])
    const { page } = visit
    const make = async (name: string) => {
      await page.getByRole('textbox', { name: 'Name' }).fill(name)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('button', { name: new RegExp(`^${name}`) }).waitFor()
    }
    await way(page, 'New project')
    await make('Outer')
    await page.getByRole('button', { name: 'Options for “Outer”' }).click()
    await page.getByRole('menuitem', { name: 'New folder inside' }).click()
    await make('Inner')
    await menu(page, 'One', 'Move to project')
    await page.getByRole('dialog').waitFor()
    await shot(page, 'library-move')
    expect(await findings(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Inner' }).click()
    await eventually(() => page.getByRole('button', { name: /^Outer/ }).textContent()).toContain('1')
    await page.getByRole('button', { name: /^Outer/ }).focus()
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('button', { name: /^Inner/ }).waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('button', { name: 'Unfold Outer' }).click()
    await page.getByRole('button', { name: /^Inner/ }).waitFor()
    await page.getByRole('button', { name: 'Options for “Outer”' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByText('Deleted the project “Outer”').waitFor()
    await page.getByRole('button', { name: /^Outer/ }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Inner/ }).waitFor()
    await settled(page, ['One'])
  })
})

describe('bookmarks', () => {
  test('are made, given, counted, filtered by, renamed and deleted', async () => {
    const { page } = await withChats(['One', 'Two', 'Three'])
    const add = async (name: string) => {
      await page.getByRole('textbox', { name: 'New bookmark' }).fill(name)
      await page.keyboard.press('Enter')
      await page.getByRole('checkbox', { name: new RegExp(name) }).waitFor()
    }
    await menu(page, 'One', 'Bookmarks')
    await add('Work')
    await add('Urgent')
    await shot(page, 'library-bookmarks')
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Done' }).click()
    await menu(page, 'Two', 'Bookmarks')
    await page.getByRole('checkbox', { name: /Work/ }).check()
    await page.getByRole('button', { name: 'Done' }).click()
    const filter = async (name: RegExp) => {
      await page.getByRole('menu').waitFor({ state: 'detached' })
      // The press that closes a menu is told from the one that opens it by the time between them.
      await page.waitForTimeout(200)
      await page.getByRole('button', { name: 'Filter by bookmark' }).click()
      await page.getByRole('menuitem', { name }).click()
    }
    await filter(/Work.*2 chats/)
    await settled(page, ['Two', 'One'])
    await filter(/Urgent/)
    await settled(page, ['One'])
    await shot(page, 'library-filter')
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Stop showing only Urgent' }).click()
    await settled(page, ['Two', 'One'])
    await filter(/Manage/)
    await page.getByRole('button', { name: 'Edit Work' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Office')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Move Urgent up' }).click()
    await page.getByRole('button', { name: 'Delete Office' }).waitFor()
    await shot(page, 'library-bookmarks-manage')
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Delete Office' }).click()
    await page.getByText('Deleted the bookmark “Office”').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Delete Office' }).waitFor()
    await page.getByText('2 chats').waitFor()
    // On a phone a name has the row for itself, and what can be done is behind one button.
    await page.setViewportSize({ width: 390, height: 844 })
    const name = page.locator('.library-words', { hasText: 'Office' })
    await eventually(async () => (await name.boundingBox())!.width).toBeGreaterThan(220)
    await page.getByRole('button', { name: 'Options for “Office”' }).click()
    await shot(page, 'library-bookmarks-phone')
    expect(await findings(page)).toEqual([])
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: 'Done' }).click()
    await settled(page, ['Three', 'Two', 'One'])
  })
})

describe('on a phone, in the dark', () => {
  test('everything is there, is big enough for a finger, and axe finds nothing', async () => {
    const visit = await house.guest('/c/new', {
      colorScheme: 'dark',
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      deviceScaleFactor: 2,
    })
    const { page } = visit
    for (const name of ['One', 'Two', 'Three']) await begin(visit, name)
    await page.getByRole('button', { name: 'Show sidebar' }).tap()
    await link(page, 'Three').waitFor()
    await page.getByRole('button', { name: 'Options for your chats' }).tap()
    await page.getByRole('menuitem', { name: 'New project' }).tap()
    await page.getByRole('textbox', { name: 'Name' }).fill('House')
    await shot(page, 'library-phone-project-dialog')
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).tap()
    await page.getByRole('button', { name: /^House/ }).waitFor()
    await page.getByRole('button', { name: 'Options for “Two”' }).tap()
    await page.getByRole('menuitem').first().waitFor()
    await shot(page, 'library-phone-menu')
    expect(await findings(page)).toEqual([])
    await page.getByRole('menuitem', { name: 'Select', exact: true }).tap()
    await link(page, 'One').tap()
    await page.getByText('2 selected').waitFor()
    await shot(page, 'library-phone-chosen')
    expect(await findings(page)).toEqual([])
    const buttons = await page.getByRole('toolbar').getByRole('button').all()
    for (const button of buttons) expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(40)
    await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).tap()
    await settled(page, ['Three'])
  })
})

describe('20,000 conversations', () => {
  const ALL = 20_000
  const PAGE = 500

  test('are a list that scrolls without a stutter and holds only what can be seen', async () => {
    const { page } = await withChats(['One'])
    await way(page, 'New project')
    await page.getByRole('textbox', { name: 'Name' }).fill('Huge')
    await page.getByRole('button', { name: 'Save' }).click()
    const folder = page.getByRole('button', { name: /^Huge/ })
    await folder.waitFor()
    const now = Date.now()
    await page.route('**/api/convos?*', (route) => {
      const query = new URL(route.request().url()).searchParams
      const from = Number(query.get('cursor') ?? 0)
      const data = Array.from({ length: PAGE }, (_, n) => {
        const at = new Date(now - (from + n) * 600_000).toISOString()
        return {
          conversationId: `01930000-0000-7000-8000-${String(ALL - from - n).padStart(12, '0')}`,
          title: `Conversation ${from + n} about something that takes a line`,
          createdAt: at,
          updatedAt: at,
          chatProjectId: query.get('projectId'),
        }
      })
      const next = from + PAGE
      return route.fulfill({ json: { data, nextCursor: next < ALL ? String(next) : null } })
    })
    await folder.click()
    await page.getByText('Conversation 5 about').waitFor()
    const list = page.getByRole('navigation', { name: 'Conversations' })
    // To the end, as fast as pages come.
    await expect
      .poll(
        async () => {
          await list.evaluate((box) => box.scrollTo(0, box.scrollHeight))
          return page.getByText(`Conversation ${ALL - 1} about`).count()
        },
        { timeout: 90_000, interval: 10 },
      )
      .toBe(1)
    const measured = await list.evaluate(async (box) => {
      const frames: number[] = []
      let last = performance.now()
      const wait = () => new Promise(requestAnimationFrame)
      for (let n = 0; n < 240; n++) {
        // There and back: some rows a frame, as a hand does it, and now and then far, as by the scrollbar.
        box.scrollTop += n % 40 === 39 ? 90_000 * (n < 120 ? -1 : 1) : n < 120 ? -300 : 300
        await wait()
        const at = performance.now()
        frames.push(at - last)
        last = at
      }
      frames.sort((a, b) => a - b)
      return {
        p50: frames[120]!,
        p95: frames[228]!,
        worst: frames[239]!,
        rows: box.querySelectorAll('[data-row]').length,
        height: box.scrollHeight,
      }
    })
    expect(measured.rows).toBeLessThan(120)
    expect(measured.height).toBeGreaterThan(ALL * 36)
    // 17 and 24 ms on a quiet machine; this one may be busy.
    expect(measured.p50).toBeLessThan(34)
    expect(measured.p95).toBeLessThan(100)
    // From the last row to the first by key, which is not drawn at that moment.
    await list.evaluate((box) => box.scrollTo(0, box.scrollHeight))
    await link(page, `Conversation ${ALL - 1} about something that takes a line`).focus()
    await page.keyboard.press('Home')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toContain('Conversation 0 ')
  })
})
