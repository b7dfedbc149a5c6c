/** The page by its stable handles: roles and English names, and the data attributes of messages. */
import type { Locator, Page } from 'playwright-core'
import type { MessageState } from '../../src/shared/message.ts'
import { eventually, PATIENCE_MS } from './eventually.ts'

export class Chat {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get box(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' })
  }

  get messages(): Locator {
    return this.page.locator('article[data-message-id]')
  }

  get questions(): Locator {
    return this.page.locator('article[data-role=user]')
  }

  get answers(): Locator {
    return this.page.locator('article[data-role=assistant]')
  }

  get answer(): Locator {
    return this.answers.last()
  }

  get question(): Locator {
    return this.questions.last()
  }

  /** A button of one message. */
  act(message: Locator, name: string): Locator {
    return message.getByRole('button', { name, exact: true })
  }

  get list(): Locator {
    return this.page.getByRole('navigation', { name: 'Conversations' })
  }

  get id(): string {
    return new URL(this.page.url()).pathname.split('/')[2] ?? ''
  }

  /** The connection goes, and the page says so. What it loads after its first picture is here by then. */
  async goOffline(): Promise<void> {
    await this.page.waitForLoadState('networkidle')
    await this.page.context().setOffline(true)
    await this.page.getByText('You are offline').first().waitFor()
  }

  async send(text: string): Promise<void> {
    await this.box.fill(text)
    await this.button('Send').click()
  }

  /** Sends `text` and resolves when the answer is over. */
  async ask(text: string): Promise<void> {
    const before = await this.answers.count()
    await this.send(text)
    await this.many(this.answers, before + 1)
    await this.is('settled')
  }

  /** The last answer is in this state. */
  async is(state: MessageState, ms = PATIENCE_MS): Promise<void> {
    await eventually(() => this.answer.getAttribute('data-state', { timeout: ms }), { timeout: ms }).toBe(
      state,
    )
  }

  /** As many as `count` of `what` are there. */
  async many(what: Locator, count: number): Promise<void> {
    await eventually(() => what.count(), { timeout: PATIENCE_MS }).toBe(count)
  }

  /** Resolves when `text` can be read in the last answer. */
  async reads(text: string, where: Locator = this.answer): Promise<void> {
    await where.getByText(text).first().waitFor({ timeout: PATIENCE_MS })
  }

  /** Resolves when token `n` of the plain model is there, which says that it is in the middle of its answer. */
  async reached(n: number): Promise<void> {
    await this.reads(`tok${n} `)
  }

  /** What stands in a message, its controls included. */
  async text(message: Locator = this.answer): Promise<string> {
    return (await message.textContent()) ?? ''
  }

  /** The numbers of the tokens that can be read in a message, in the order they stand. */
  async tokens(message: Locator = this.answer): Promise<number[]> {
    return tokensIn(await this.text(message))
  }

  /** Chooses a model in the picker. */
  async choose(model: string): Promise<void> {
    await this.button('Model').click()
    await this.page.getByRole('option', { name: model }).click()
  }

  /** The option under the keyboard can be seen: `list` is what scrolls. */
  async inSight(list: Locator): Promise<void> {
    const hidden = () =>
      list.evaluate((scroller) => {
        const option = scroller.querySelector('[data-highlighted]')?.getBoundingClientRect()
        const { top, bottom } = scroller.getBoundingClientRect()
        return option ? Math.max(0, top - option.top, option.bottom - bottom) : 'nothing is highlighted'
      })
    await eventually(hidden).toBe(0)
  }

  /** Marks the models that are asked together, with the keyboard alone. */
  async compare(models: readonly string[]): Promise<void> {
    const { keyboard } = this.page
    await this.button('Model').focus()
    await keyboard.press('Enter')
    await this.page.getByRole('option').first().waitFor()
    // Behind the star of the model that is lit.
    const many = this.button('Compare several models')
    for (let n = 0; n < 3 && !(await many.evaluate((element) => element === document.activeElement)); n++)
      await keyboard.press('Tab')
    await keyboard.press('Enter')
    for (const model of models) {
      const option = this.page.getByRole('option', { name: model, exact: true })
      if ((await option.getAttribute('aria-selected')) === 'true') continue
      await keyboard.insertText(model)
      await eventually(() => option.getAttribute('data-highlighted')).not.toBe(null)
      await keyboard.press('Enter')
      await eventually(() => option.getAttribute('aria-selected')).toBe('true')
    }
    await keyboard.press('Escape')
  }
}

export function tokensIn(text: string): number[] {
  return [...text.matchAll(/tok(\d+)/g)].map(([, n]) => Number(n))
}

/** 0, 1, … up to `count` of them: what a whole answer of the plain model holds. */
export const whole = (count: number): number[] => Array.from({ length: count }, (_, n) => n)
