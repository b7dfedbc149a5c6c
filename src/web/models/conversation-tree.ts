/**
 * What this page knows of a conversation's tree: some of its messages, the order of their versions, and the branch that
 * is on the screen. The path goes from the leaf upwards until a parent that is not here.
 */
import { batch, computed, signal } from '@preact/signals'
import { compares } from '../../shared/comparison.ts'
import type { Message } from '../../shared/message.ts'
import type { Window } from '../../shared/protocol.ts'
import { type Delivery, MessageModel } from './message.ts'

const ROOT = ''

export class Tree {
  readonly leaf = signal<string | null>(null)
  readonly path = computed(() => this.upFrom(this.leaf.value))
  /** The message above the path that is not here, if there is one. */
  readonly above = computed(() => this.path.value[0]?.parent ?? null)
  /** Some message that is here has versions. */
  readonly forked = computed(() => {
    this.#changes.value
    return [...this.#kids.values()].some(({ length }) => length > 1)
  })
  readonly #messages = new Map<string, MessageModel>()
  readonly #kids = new Map<string, readonly string[]>()
  /** The version of each fork that was last looked at. */
  readonly #chosen = new Map<string, string>()
  readonly #changes = signal(0)

  get(id: string): MessageModel | undefined {
    return this.#messages.get(id)
  }

  /** Replies that are being written, as far as the server knows of them. */
  open(): MessageModel[] {
    return [...this.#messages.values()].filter(
      (m) => m.state.peek() === 'open' && m.delivery.peek() === 'sent',
    )
  }

  /** All versions of a message, itself among them, in the order they were made. */
  versions(message: MessageModel): readonly string[] {
    this.#changes.value
    return this.#kids.get(message.parent ?? ROOT) ?? [message.id]
  }

  /** The known messages that follow `parent`, in the order they were made. */
  under(parent: string | null): readonly string[] {
    return (this.#kids.get(parent ?? ROOT) ?? []).filter((id) => this.#messages.has(id))
  }

  /** The end of the shown path as the server could tell it: at most `most` messages, and only what it has stored. */
  window(most: number): Window {
    const stored = this.path.peek().filter((message) => message.delivery.peek() === 'sent')
    const path = stored.slice(-most).map((message) => message.plain())
    const kids: Window['kids'] = {}
    for (const { parent } of path) {
      const ids = (this.#kids.get(parent ?? ROOT) ?? []).filter((id) => !this.#isUnsent(id))
      if (ids.length > 1) kids[parent ?? ROOT] = ids
    }
    const [question, end] = stored.slice(-2)
    const comparison = question?.comparison.peek()
    if (!end || !compares(comparison, end.id)) return { path, kids }
    const beside = comparison.replies.flatMap((id) => (id === end.id ? [] : (this.#messages.get(id) ?? [])))
    return { path, kids, beside: beside.map((message) => message.plain()) }
  }

  /** Those of `ids` that are here, in their order. */
  known(ids: readonly string[]): readonly MessageModel[] {
    this.#changes.value
    return ids.flatMap((id) => this.#messages.get(id) ?? [])
  }

  put(messages: readonly Message[], delivery: Delivery = 'sent'): void {
    batch(() => {
      for (const message of messages) {
        const known = this.#messages.get(message.id)
        if (known) {
          known.put(message)
          if (delivery === 'sent') known.delivery.value = 'sent'
          continue
        }
        this.#messages.set(message.id, new MessageModel(message, delivery))
        const key = message.parent ?? ROOT
        const kids = this.#kids.get(key) ?? []
        if (!kids.includes(message.id)) this.#kids.set(key, [...kids, message.id])
      }
      this.#changes.value++
    })
  }

  add(window: Window): void {
    batch(() => {
      this.put(window.path)
      if (window.beside) this.put(window.beside)
      for (const [parent, ids] of Object.entries(window.kids)) {
        const own = (this.#kids.get(parent) ?? []).filter((id) => !ids.includes(id) && this.#isUnsent(id))
        this.#kids.set(parent, [...ids, ...own])
      }
      this.#changes.value++
    })
  }

  /** Only what `window` holds is true; what was written here and is not stored yet stays. */
  replace(window: Window): void {
    batch(() => {
      const told = new Set([...window.path, ...(window.beside ?? [])].map(({ id }) => id))
      for (const id of this.#messages.keys())
        if (!told.has(id) && !this.#isUnsent(id)) this.#messages.delete(id)
      this.#kids.clear()
      for (const message of this.#messages.values()) {
        if (told.has(message.id)) continue
        const key = message.parent ?? ROOT
        this.#kids.set(key, [...(this.#kids.get(key) ?? []), message.id])
      }
      for (const { id, parent } of window.path) {
        if (!this.#messages.has(id)) continue
        const key = parent ?? ROOT
        this.#kids.set(key, [id, ...(this.#kids.get(key) ?? [])])
      }
      this.add(window)
    })
  }

  remove(id: string): void {
    const message = this.#messages.get(id)
    if (!message) return
    const key = message.parent ?? ROOT
    const kids = (this.#kids.get(key) ?? []).filter((kid) => kid !== id)
    batch(() => {
      this.#messages.delete(id)
      if (kids.length) this.#kids.set(key, kids)
      else this.#kids.delete(key)
      this.#changes.value++
    })
  }

  /**
   * Forgets messages that can be asked for again. Those that are being written stay. Dropping nothing is no change: the
   * view drops what is far at each of them.
   */
  drop(messages: readonly MessageModel[]): void {
    const gone = messages.filter(({ id, state }) => state.peek() !== 'open' && !this.#isUnsent(id))
    for (const { id } of gone) this.#messages.delete(id)
    if (gone.length > 0) this.#changes.value++
  }

  /** Removes a message and everything below it. */
  cut(id: string): void {
    batch(() => {
      for (const kid of this.#kids.get(id) ?? []) this.cut(kid)
      this.remove(id)
    })
  }

  /** The leaf one comes to from `id`: along what was last looked at, else the newest. As far as it is known here. */
  below(id: string): string {
    let at = id
    for (;;) {
      const kids = this.#kids.get(at)?.filter((kid) => this.#messages.has(kid))
      if (!kids?.length) return at
      const chosen = this.#chosen.get(at)
      at = chosen && kids.includes(chosen) ? chosen : kids.at(-1)!
    }
  }

  /** Shows the branch that ends with `leaf`. */
  show(leaf: string | null): void {
    batch(() => {
      this.leaf.value = leaf
      for (const message of this.path.peek()) this.#chosen.set(message.parent ?? ROOT, message.id)
    })
  }

  /** The messages that lead to this one, as far up as they are here. */
  upFrom(id: string | null): readonly MessageModel[] {
    this.#changes.value
    const path: MessageModel[] = []
    let at = id
    for (;;) {
      const message = at === null ? undefined : this.#messages.get(at)
      if (!message) return path.reverse()
      path.push(message)
      at = message.parent
    }
  }

  #isUnsent(id: string): boolean {
    const message = this.#messages.get(id)
    return message !== undefined && message.delivery.peek() !== 'sent'
  }
}
