/** Things to do with a conversation that take several steps. */
import { expect } from 'vitest'
import type { Random } from '../fuzz/random.ts'
import { eventually } from './eventually.ts'
import type { Chat } from './page.ts'
import { labelOf, viewOf } from './walk-view.ts'

/**
 * Lets three messages wait, and moves, edits or takes back one of them. Returns the texts that are still to be sent, in
 * their order. `label` makes a text that nobody wrote before.
 */
export async function line(chat: Chat, random: Random, label: (how: string) => string): Promise<string[]> {
  const long = label('[[paced-20 tokens-160]]')
  await chat.send(long)
  await eventually(async () => (await viewOf(chat.page)).messages.at(-1)?.state).toBe('open')
  const texts = ['[[tokens-1]]', '[[tokens-2]]', '[[tokens-3]]'].map(label)
  for (const text of texts) {
    await chat.box.fill(text)
    await chat.box.press('Enter')
  }
  const waiting = async () => (await viewOf(chat.page)).waiting
  await eventually(waiting).toEqual(texts)
  const press = (n: number, name: string) =>
    chat.page.locator('.queue li').nth(n).getByRole('button', { name, exact: true }).click()
  const way = random.of(['Send later', 'Send earlier', 'Take back', 'Edit waiting message'])
  if (way === 'Send later') {
    await press(0, way)
    texts.splice(0, 2, texts[1]!, texts[0]!)
  } else if (way === 'Send earlier') {
    await press(2, way)
    texts.splice(1, 2, texts[2]!, texts[1]!)
  } else if (way === 'Take back') {
    await press(1, way)
    await eventually(() => chat.box.inputValue()).toBe(texts[1]!)
    await chat.box.fill('')
    texts.splice(1, 1)
  } else {
    texts[1] = label('[[tokens-5]]')
    await press(1, way)
    const field = chat.page.locator('.queue').getByRole('textbox')
    await field.fill(texts[1])
    await field.press('Enter')
  }
  await eventually(waiting).toEqual(texts)
  if (random.chance(0.5)) {
    await chat.page.reload()
    // The answer may be over by now, and some of them sent.
    await eventually(async () => {
      const { messages, waiting } = await viewOf(chat.page)
      const sent = messages.map(({ text }) => text).filter((text) => texts.includes(text))
      return [...sent, ...waiting].map(labelOf)
    }).toEqual(texts.map(labelOf))
  }
  return [long, ...texts]
}

/** Sets a parameter, which holds in this conversation, also after a reload and in `other`. */
export async function tune(chat: Chat, random: Random, other: Chat): Promise<void> {
  const keys = random.of([1, 3, 5])
  const valueIn = async (
    { page }: Chat,
    act: (slider: ReturnType<typeof page.getByRole>) => Promise<unknown>,
  ) => {
    await page.getByRole('button', { name: 'Instructions and parameters' }).click()
    const slider = page.locator('.sheet').getByRole('slider', { name: 'Temperature' })
    await slider.waitFor()
    await act(slider)
    const value = await slider.getAttribute('aria-valuetext')
    await page.locator('.sheet').getByRole('button', { name: 'Close' }).click()
    await page.locator('.sheet').waitFor({ state: 'detached' })
    return value
  }
  const set = await valueIn(chat, async (slider) => {
    await slider.focus()
    for (let n = 0; n < keys; n++) await slider.press(random.chance(0.5) ? 'ArrowLeft' : 'ArrowRight')
  })
  await chat.page.reload()
  expect(await valueIn(chat, async () => {})).toBe(set)
  await eventually(() => valueIn(other, async () => {})).toBe(set)
}
