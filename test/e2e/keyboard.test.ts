/** Everything works without a pointer, and one always sees where one is. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { OTHER, openHouse, PLAIN } from './house.ts'
import { whole } from './page.ts'
import { listen, saidIn } from './watch.ts'

const house = openHouse()

type Focus = { name: string; visible: boolean }

/** What has the focus, by the name a screen reader would say, and whether it looks different from its neighbours. */
async function focused(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null
    if (!element || element === document.body) return { name: '', visible: true }
    const labels = (element as HTMLInputElement).labels
    const name =
      element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent ?? element.tagName
    // A ring on the element itself, on its label, or on the box that holds it.
    const ringed = [element, labels?.[0], element.parentElement, element.parentElement?.parentElement].some(
      (one) => {
        if (!one) return false
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
        return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none'
      },
    )
    const { width, height } = element.getBoundingClientRect()
    return { name: name.trim(), visible: ringed && width > 0 && height > 0 }
  })
}

/** Presses `key` until the focus is on `name`. Every stop on the way must be visible. */
async function go(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  const way: string[] = []
  for (let n = 0; n < 60; n++) {
    const now = await focused(page)
    expect(now.visible, `focus on "${now.name}" can be seen`).toBe(true)
    if (name.test(now.name)) return
    way.push(now.name)
    await page.keyboard.press(key)
  }
  expect.fail(`${key} does not lead to ${name}: ${way.join(' → ')}`)
}

test('from the door to a second chat with nothing but keys', async () => {
  const account = await house.guest()
  const { page, chat } = await house.stranger()
  await page.goto('/login')

  // The form has the focus.
  await eventually(async () => (await focused(page)).name).toBe('Email')
  await page.keyboard.type(account.email)
  await go(page, /^Password$/)
  await page.keyboard.type(account.password)
  await page.keyboard.press('Enter')

  // And so has the composer.
  await chat.box.waitFor()
  await eventually(async () => (await focused(page)).name).toBe('Message')
  await page.keyboard.type('[[tokens-6]] hello')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('second line')
  await page.keyboard.press('Enter')
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual(whole(6))
  await chat.reads('second line', chat.question)
  expect((await focused(page)).name).toBe('Message')

  // Another model.
  await go(page, /^Model$/, 'Shift+Tab').catch(() => go(page, /^Model$/))
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: OTHER }).waitFor()
  await eventually(async () => (await focused(page)).name).toBe('Find a model')
  await page.keyboard.type(OTHER, { delay: 40 })
  await page.locator('[role=option][data-highlighted]', { hasText: OTHER }).waitFor()
  await page.keyboard.press('Enter')
  await eventually(() => page.getByRole('option').count()).toBe(0)
  await go(page, /^Message$/, 'Shift+Tab').catch(() => go(page, /^Message$/))
  await page.keyboard.type('[[tokens-2]] with another')
  await page.keyboard.press('Enter')
  await chat.many(chat.messages, 4)
  await chat.is('settled')
  expect(await chat.answer.getByRole('heading').first().textContent()).toContain(OTHER)
  expect(await chat.answers.first().getByRole('heading').first().textContent()).toContain(PLAIN)

  // Edit, in place.
  await go(page, /^Edit$/, 'Shift+Tab')
  await page.keyboard.press('Enter')
  await eventually(async () => (await focused(page)).name).toBe('New wording')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('[[tokens-3]] better')
  await page.keyboard.press('Control+Enter')
  await chat.question.getByText('2 / 2').waitFor()
  await chat.is('settled')
  await eventually(() => chat.tokens()).toEqual(whole(3))

  // Back to the version before.
  await page.keyboard.press('Shift+Escape')
  await eventually(async () => (await focused(page)).name).toBe('Message')
  await go(page, /^Previous version$/, 'Shift+Tab')
  await page.keyboard.press('Enter')
  await chat.question.getByText('1 / 2').waitFor()
  await eventually(() => chat.tokens()).toEqual(whole(2))

  // Settings.
  await page.keyboard.press('Control+Shift+Comma')
  await page.getByRole('dialog').waitFor()
  await go(page, /System/)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect((await focused(page)).name).toBe('Dark')
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  await page.keyboard.press('Escape')
  await eventually(() => page.getByRole('dialog').count()).toBe(0)

  // A new chat, by its shortcut.
  await page.keyboard.press('Control+Shift+O')
  await chat.many(chat.messages, 0)
  await eventually(async () => (await focused(page)).name).toBe('Message')

  // And back by the list.
  await go(page, /^(tok0|hello)/, 'Shift+Tab')
  await page.keyboard.press('Enter')
  await chat.many(chat.messages, 4)
})

test('every stop of Tab through a page with a conversation can be seen', async () => {
  const { page, chat } = await house.guest()
  await chat.ask('[[markdown]] hello')
  const names: string[] = []
  // From the composer to the end of the page and once around.
  for (let n = 0; n < 40; n++) {
    await page.keyboard.press('Tab')
    const { name, visible } = await focused(page)
    expect(visible, `focus on "${name}" can be seen; before it ${names.slice(-3).join(', ')}`).toBe(true)
    names.push(name)
  }
  for (const wanted of ['New chat', 'Copy', 'Regenerate', 'Message', 'Model', 'Copy code'])
    expect(
      names.some((name) => name.includes(wanted)),
      `${wanted} in ${names.join(' → ')}`,
    ).toBe(true)
})

test('Escape closes the topmost thing only', async () => {
  const { page, chat } = await house.guest('/c/new#settings')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await eventually(() => page.getByRole('dialog').count()).toBe(0)
  await page.getByRole('button', { name: /Account menu/ }).click()
  await page.getByRole('menu').waitFor()
  await page.keyboard.press('Escape')
  await eventually(() => page.getByRole('menu').count()).toBe(0)
  await chat.box.waitFor()
})

test('Enter or Ctrl + Enter sends, as one chose', async () => {
  const { page, chat } = await house.guest('/c/new#settings')
  await page.getByRole('radio', { name: 'Ctrl + Enter' }).check({ force: true })
  await page.keyboard.press('Escape')
  await chat.box.fill('[[tokens-2]] one')
  await chat.box.press('Enter')
  expect(await chat.messages.count()).toBe(0)
  await chat.box.press('Control+Enter')
  await chat.is('settled')
  // On every device, so also after a reload.
  await page.reload()
  await chat.box.fill('[[tokens-2]] two')
  await chat.box.press('Enter')
  expect(await chat.box.inputValue()).toContain('\n')
})

test('a screen reader hears the start and the end of an answer, not its words', async () => {
  const { page, chat } = await house.guest()
  await listen(page)
  await chat.ask('[[tokens-2]] warm up')
  await eventually(() => saidIn(page)).toContain('The answer is complete.')
  const before = (await saidIn(page)).length
  await chat.send('[[paced-60 tokens-90]] hello')
  await chat.reached(60)
  await chat.is('settled')
  const heard = async () => (await saidIn(page)).slice(before)
  await eventually(heard).toContain('The answer is complete.')
  const said = await heard()
  expect(said[0]).toBe('The model is answering.')
  expect(said.filter((text) => text.includes('tok'))).toEqual([])
  expect(said.length).toBeLessThanOrEqual(3)
  expect(await chat.answer.evaluate((article) => article.closest('[aria-live], [role=log]'))).toBe(null)
})
