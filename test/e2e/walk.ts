/**
 * Somebody who does with a conversation whatever can be done, in an order that a seed decides: in two tabs and on a second
 * device, while answers are written and the server dies. What must be true is looked at after each step, and once nothing
 * moves any more everything that is shown is compared with what is stored.
 */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { Random } from '../fuzz/random.ts'
import { eventually } from './eventually.ts'
import { type House, OTHER, PLAIN, type Visit } from './house.ts'
import { Chat } from './page.ts'
import {
  type Drawn,
  differences,
  labelOf,
  type Stored,
  storedIn,
  subtree,
  type View,
  viewOf,
} from './walk-view.ts'
import { line, tune } from './walk-ways.ts'

/** Ms that the server may be away for, and pages need to come back. */
const AWAY_MS = 40_000

/** Answers that are written at once: one below what a conversation allows. */
const MOST_OPEN = 3

type Asked = { answers: number; models: string[] }

export class Walk {
  readonly log: string[] = []
  readonly #house: House
  readonly #random: Random
  readonly #visit: Visit
  /** Two tabs and another device. */
  #pages: Page[] = []
  #id = ''
  #next = 0
  /** What was written and must be there, once, with so many answers. */
  readonly #asked = new Map<string, Asked>()
  /** What was deleted and must not be there. */
  readonly #gone = new Set<string>()
  /** How many things of each kind were done. */
  readonly did = new Map<string, number>()

  private constructor(house: House, visit: Visit, seed: number) {
    this.#house = house
    this.#visit = visit
    this.#random = new Random(seed)
  }

  static async begin(house: House, seed: number): Promise<Walk> {
    const visit = await house.guest()
    const walk = new Walk(house, visit, seed)
    walk.#pages = [visit.page]
    const first = walk.#label('[[tokens-3]]')
    await visit.chat.ask(first)
    walk.#count(first, PLAIN)
    walk.#id = visit.chat.id
    const tab = await visit.context.newPage()
    await tab.goto(`/c/${walk.#id}`)
    const device = await house.again(visit, `/c/${walk.#id}`)
    walk.#pages = [visit.page, tab, device.page]
    await walk.#agree()
    return walk
  }

  /** One thing of those that can be done now. */
  async step(): Promise<void> {
    const page = this.#random.of(this.#pages)
    // As a person would: a browser draws the tab behind another once a second.
    await page.bringToFront()
    const chat = new Chat(page)
    if ((await this.#stored()).filter(({ state }) => state === 'open').length >= MOST_OPEN) await this.#calm()
    const view = await viewOf(page)
    const running = view.messages.some(({ state }) => state === 'open')
    const who = `${'ABC'[this.#pages.indexOf(page)]}`
    const ways: [number, string, () => Promise<unknown>][] = [
      [5, 'send', () => this.#send(chat, view, 'click')],
      [
        running ? 4 : 0,
        'steer or interrupt',
        () => this.#send(chat, view, this.#random.of(['steer', 'interrupt'])),
      ],
      [4, 'regenerate', () => this.#regenerate(chat, view)],
      [3, 'edit', () => this.#edit(chat, view)],
      [6, 'select', () => this.#select(chat, view)],
      [2, 'delete', () => this.#delete(chat)],
      [2, 'fork', () => this.#fork(chat, view)],
      [1, 'duplicate', () => this.#duplicate(chat)],
      [1, 'compare', () => this.#compare(chat, view)],
      [running ? 3 : 0, 'stop', () => this.#stop(chat)],
      [4, 'reload', () => this.#reload(chat)],
      [1, 'model', () => this.#model(chat)],
      [2, 'line', () => this.#line(chat, view)],
      [1, 'parameter', () => this.#tune(chat)],
      [2, 'tunnel', () => this.#tunnel(view)],
      [1, 'kill', () => this.#kill(chat, view)],
    ]
    const [, name, act] = this.#random.of(ways.flatMap((way) => Array<typeof way>(way[0]).fill(way)))
    this.log.push(`${who} ${name}`)
    if ((await act()) !== false) this.did.set(name, (this.did.get(name) ?? 0) + 1)
    else this.log[this.log.length - 1] += ' (nothing to do)'
    await this.#agree()
  }

  /** Everything comes to rest, is compared with what is stored, and stays so after every page was loaded again. */
  async check(): Promise<void> {
    await this.#calm()
    const stored = await this.#stored()
    await eventually(async () => differences(await viewOf(this.#pages[0]!), stored)).toEqual([])
    const views = await Promise.all(this.#pages.map(viewOf))
    this.#complete(stored, views[0]!)
    await Promise.all(this.#pages.map((page) => page.reload()))
    await this.#agree()
    for (const [n, page] of this.#pages.entries()) {
      await eventually(async () => differences(await viewOf(page), stored), { timeout: AWAY_MS }).toEqual([])
      const { messages, model } = await viewOf(page)
      expect(messages.map(({ id }) => id)).toEqual(views[n]!.messages.map(({ id }) => id))
      expect(model).toBe(views[n]!.model)
    }
  }

  /** What was written is there, once, with its answers; what was deleted is not. */
  #complete(stored: readonly Stored[], view: View): void {
    expect(view.waiting).toEqual([])
    const labels = stored.filter(({ isCreatedByUser }) => isCreatedByUser).map(({ text }) => labelOf(text))
    const wanted = [...this.#asked.keys()].filter((label) => !this.#gone.has(label))
    expect(labels.toSorted()).toEqual(wanted.toSorted())
    for (const { isCreatedByUser, text, messageId } of stored) {
      if (!isCreatedByUser) continue
      const answers = stored.filter(({ parentMessageId }) => parentMessageId === messageId)
      const { answers: count, models } = this.#asked.get(labelOf(text))!
      expect([labelOf(text), answers.length]).toEqual([labelOf(text), count])
      expect(answers.map(({ model }) => model).toSorted()).toEqual(models.toSorted())
    }
    // Along a branch nothing stands before what it was written after.
    const along = view.messages
      .filter(({ role }) => role === 'user')
      .map(({ id }) => stored.findIndex(({ messageId }) => messageId === id))
    expect(along).toEqual(along.toSorted((a, b) => a - b))
  }

  async #send(chat: Chat, view: View, how: 'click' | 'steer' | 'interrupt'): Promise<void> {
    const text = this.#label(this.#random.chance(0.5) ? '[[tokens-4]]' : '[[paced-40 tokens-60]]')
    await chat.box.fill(text)
    if (how === 'click') await chat.button('Send').click()
    else await chat.box.press(how === 'steer' ? 'Control+Enter' : 'Alt+Enter')
    this.#count(text, view.model)
    await this.#shown(chat.page, text)
  }

  async #regenerate(chat: Chat, view: View): Promise<unknown> {
    const message = this.#one(view, 'assistant', 'Regenerate')
    const question = message && view.messages[view.messages.indexOf(message) - 1]
    if (!message || question?.role !== 'user') return false
    await chat.act(this.#at(chat, message), 'Regenerate').click()
    this.#count(question.text, view.model)
    const known = view.messages.map(({ id }) => id)
    await eventually(async () => (await viewOf(chat.page)).messages.at(-1)!.id).not.toBe(known.at(-1))
    return true
  }

  async #edit(chat: Chat, view: View): Promise<unknown> {
    const message = this.#one(view, 'user', 'Edit')
    if (!message) return false
    const text = this.#label(this.#random.chance(0.6) ? '[[tokens-2]]' : '[[paced-40 tokens-40]]')
    const article = this.#at(chat, message)
    await chat.act(article, 'Edit').click()
    await article.getByRole('textbox').fill(text)
    await article.getByRole('button', { name: 'Send', exact: true }).click()
    this.#count(text, view.model)
    return this.#shown(chat.page, text)
  }

  /** Another version: it is what every page shows from then on, whatever is being written elsewhere. */
  async #select(chat: Chat, view: View): Promise<unknown> {
    const way = this.#random.of(['Previous version', 'Next version'])
    const message = this.#one(view, undefined, way)
    if (!message) return false
    const at = view.messages.indexOf(message)
    await chat.act(this.#at(chat, message), way).click()
    await eventually(async () => (await viewOf(chat.page)).messages[at]?.id).not.toBe(message.id)
    const { messages, waiting } = await viewOf(chat.page)
    const { id } = messages[at]!
    await this.#agree()
    // What waits may go out meanwhile, and is looked at then.
    if (waiting.length > 0 || view.waiting.length > 0) return true
    for (const page of this.#pages)
      await eventually(async () => (await viewOf(page)).messages.map((one) => one.id)).toContain(id)
    await this.#random.of(this.#pages).reload()
    await this.#agree()
    expect((await viewOf(chat.page)).messages.map((one) => one.id)).toContain(id)
    return true
  }

  async #delete(chat: Chat): Promise<unknown> {
    await this.#calm()
    const message = this.#one(await viewOf(chat.page), undefined, 'More')
    const stored = await this.#stored()
    const gone = message && subtree(stored, message.id)
    // Something stays to go on from.
    if (!message || !gone || gone.size > stored.length / 2) return false
    await this.#more(chat, message, 'Delete')
    const undo = chat.page.getByRole('button', { name: 'Undo' }).last()
    await undo.waitFor()
    await eventually(async () => (await this.#stored()).length).toBe(stored.length - gone.size)
    if (this.#random.chance(0.5)) {
      await undo.click()
      await eventually(async () => this.#stored()).toEqual(stored)
      return true
    }
    for (const { messageId, parentMessageId, isCreatedByUser, text, model } of stored) {
      if (!gone.has(messageId)) continue
      if (isCreatedByUser) this.#gone.add(labelOf(text))
      const question = stored.find((one) => one.messageId === parentMessageId)
      if (isCreatedByUser || !question || gone.has(question.messageId)) continue
      const asked = this.#asked.get(labelOf(question.text))!
      asked.answers--
      asked.models.splice(asked.models.indexOf(model ?? ''), 1)
    }
    return true
  }

  /** The offer leads to the copy and is gone; what was copied stays as it is. */
  async #fork(chat: Chat, view: View): Promise<unknown> {
    const message = this.#one(view, undefined, 'More')
    if (!message) return false
    const upTo = view.messages.slice(0, view.messages.indexOf(message) + 1)
    const way = this.#random.of([
      'This path up to here',
      'Also the branches beside it',
      'All branches of this chat',
    ])
    await this.#more(chat, message, 'Other ways to copy')
    await chat.page.getByRole('dialog').getByRole('button', { name: way, exact: true }).click()
    await this.#copied(chat, way.startsWith('This') ? upTo : null)
    return true
  }

  async #duplicate(chat: Chat): Promise<void> {
    await this.#calm()
    const { messages } = await viewOf(chat.page)
    await chat.page.keyboard.press('ControlOrMeta+K')
    await chat.page.getByRole('dialog').getByRole('combobox').fill('duplicate')
    await chat.page.getByRole('dialog').getByRole('option', { name: 'Duplicate' }).first().click()
    await this.#copied(chat, messages.some(({ column }) => column) ? null : messages)
  }

  /** The page shows a copy, of `wanted` where that is known, also after a reload; then it goes back. */
  async #copied(chat: Chat, wanted: readonly Drawn[] | null): Promise<void> {
    await eventually(() => chat.id).not.toBe(this.#id)
    const copy = chat.id
    const words = (messages: readonly Pick<Drawn, 'role' | 'text' | 'tokens'>[]) =>
      messages.map(({ role, text, tokens }) => `${role} ${text} ${tokens}`)
    const look = async () => {
      const { messages } = await viewOf(chat.page)
      const stored = await storedIn(this.#visit.context.request, copy)
      expect(messages.length).toBeGreaterThan(0)
      expect(differences({ path: '', model: '', waiting: [], messages }, stored)).toEqual([])
      if (wanted) expect(words(messages)).toEqual(words(wanted))
    }
    await eventually(() => look().then(() => 'the copy')).toBe('the copy')
    await eventually(() => chat.page.getByRole('menu').or(chat.page.getByRole('dialog')).count()).toBe(0)
    if (this.#random.chance(0.3)) {
      await chat.page.reload()
      await eventually(() => look().then(() => 'the copy')).toBe('the copy')
    }
    await chat.page.goto(`/c/${this.#id}`)
  }

  async #compare(chat: Chat, view: View): Promise<unknown> {
    if (view.messages.some(({ state, column }) => column || state === 'open')) return false
    // What is held and let go would follow one of the answers, and decide for it.
    await this.#calm()
    await chat.compare([PLAIN, OTHER])
    const text = this.#label('[[tokens-6]]')
    await chat.send(text)
    this.#count(text, PLAIN)
    this.#count(text, OTHER)
    await this.#shown(chat.page, text)
    await chat.button('Stop comparing').click()
    if (this.#random.chance(0.3)) return this.#reload(chat)
    await this.#calm()
    const model = this.#random.of([PLAIN, OTHER])
    await chat.button(`Continue with this answer of ${model}`).click()
    await chat.many(chat.page.locator('article.column'), 0)
    return true
  }

  async #stop(chat: Chat): Promise<unknown> {
    // It may be over by now.
    return chat
      .button('Stop')
      .click({ timeout: 1000 })
      .catch(() => false)
  }

  async #reload(chat: Chat): Promise<void> {
    const draft = this.#random.chance(0.3) ? 'not sent yet' : ''
    if (draft) await chat.box.fill(draft)
    const before = await viewOf(chat.page)
    await chat.page.reload()
    await this.#agree()
    const after = await viewOf(chat.page)
    if (before.waiting.length === 0)
      expect(after.messages.map(({ id }) => id)).toEqual(before.messages.map(({ id }) => id))
    expect(after.model).toBe(before.model)
    if (!draft) return
    expect(await chat.box.inputValue()).toBe(draft)
    await chat.box.fill('')
  }

  async #model(chat: Chat): Promise<void> {
    const model = this.#random.of([PLAIN, OTHER])
    await chat.choose(model)
    await this.#reload(chat)
    expect((await viewOf(chat.page)).model).toBe(model)
  }

  /** Several messages wait, and are put in another order. */
  async #line(chat: Chat, view: View): Promise<unknown> {
    if (view.messages.some(({ column }) => column)) return false
    await this.#calm()
    const { model } = await viewOf(chat.page)
    for (const text of await line(chat, this.#random, (how) => this.#label(how))) this.#count(text, model)
    return true
  }

  async #tune(chat: Chat): Promise<void> {
    const other = this.#random.of(this.#pages.filter((page) => page !== chat.page))
    await tune(chat, this.#random, new Chat(other))
  }

  /** The other device writes without a connection, while somebody goes on here. */
  async #tunnel(view: View): Promise<unknown> {
    if (view.messages.some(({ column }) => column)) return false
    const [here, , away] = this.#pages.map((page) => new Chat(page))
    await away!.goOffline()
    const model = (chat: Chat) => viewOf(chat.page).then((one) => one.model)
    const [there, texts] = [
      await model(away!),
      ['[[tokens-3]]', '[[tokens-2]]'].map((how) => this.#label(how)),
    ]
    for (const text of texts) {
      await away!.send(text)
      this.#count(text, there)
    }
    await this.#send(here!, await viewOf(here!.page), 'click')
    if (this.#random.chance(0.3)) await this.#stop(here!)
    await away!.page.context().setOffline(false)
    for (const text of texts) await this.#shown(away!.page, text)
    return true
  }

  /** A power cut, right after something was sent. */
  async #kill(chat: Chat, view: View): Promise<void> {
    const sending = this.#random.chance(0.7)
    const text = this.#label('[[paced-40 tokens-60]]')
    if (sending) {
      await chat.send(text)
      this.#count(text, view.model)
    }
    await this.#house.server.kill9()
    await this.#house.restart()
    if (sending) await this.#shown(chat.page, text)
  }

  /** The text can be read on the page once: as a message, or among those that wait. */
  async #shown(page: Page, text: string): Promise<void> {
    const read = async () => {
      const { messages, waiting } = await viewOf(page)
      return [...messages.map((message) => message.text), ...waiting].filter((one) => one === text).length
    }
    await eventually(read).toBe(1)
  }

  /** All pages show the same branch and the same queue. */
  async #agree(): Promise<void> {
    const read = async () => {
      const views = await Promise.all(this.#pages.map(viewOf))
      return views.map(({ path, messages, waiting }) =>
        messages.length === 0 ? 'nothing' : `${path} ${messages.map(({ id }) => id)} ${waiting}`,
      )
    }
    const same = async () => {
      const all = new Set(await read())
      return all.has('nothing') ? 0 : all.size
    }
    await eventually(same, { timeout: AWAY_MS })
      .toBe(1)
      .catch(async () => expect(await read()).toEqual(['all the same']))
  }

  /** Nothing is being written and nothing waits any more; what is held is let go. */
  async #calm(): Promise<void> {
    const [page] = this.#pages
    const held = page!.getByRole('button', { name: 'Send the next' })
    await page!.bringToFront()
    const moving = async () => {
      const open = (await this.#stored()).filter(({ state }) => state === 'open').map((one) => one.messageId)
      const views = await Promise.all(this.#pages.map(viewOf))
      let pressed = ''
      if (open.length === 0 && (await held.isVisible()))
        await held.click({ timeout: 1000 }).catch((error: Error) => {
          pressed = error.message
        })
      const moves = views.flatMap(({ messages, waiting }, n) => {
        const written = messages.filter(({ state }) => state === 'open').map(({ id }) => `${id} is written`)
        return [...written, ...waiting.map((text) => `${text} waits`)].map((one) => `${'ABC'[n]}: ${one}`)
      })
      return [...open.map((id) => `${id} is open`), ...moves, pressed].filter(Boolean)
    }
    await eventually(moving, { timeout: AWAY_MS }).toEqual([])
  }

  async #more(chat: Chat, message: Drawn, way: string): Promise<void> {
    await chat.act(this.#at(chat, message), 'More').click()
    await chat.page.getByRole('menuitem', { name: way }).click()
  }

  /** One of the messages that have this button. */
  #one(view: View, role: Drawn['role'] | undefined, button: string): Drawn | undefined {
    const fit = view.messages.filter(
      (one) => !one.column && (!role || one.role === role) && one.buttons.includes(button),
    )
    return fit.length > 0 ? this.#random.of(fit) : undefined
  }

  #at(chat: Chat, { id }: Drawn) {
    return chat.page.locator(`article[data-message-id="${id}"]`)
  }

  #label(how: string): string {
    return `q${this.#next++} ${how}`
  }

  /** Another answer of `model` is to come to this text. */
  #count(text: string, model: string): void {
    const asked = this.#asked.get(labelOf(text)) ?? { answers: 0, models: [] }
    this.#asked.set(labelOf(text), { answers: asked.answers + 1, models: [...asked.models, model] })
  }

  #stored(): Promise<Stored[]> {
    return storedIn(this.#visit.context.request, this.#id)
  }
}
