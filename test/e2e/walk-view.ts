/** What a page shows of a conversation, and what the server holds of it, in shapes that can be compared. */
import type { APIRequestContext, Page } from 'playwright-core'
import type { MessageState } from '../../src/shared/message.ts'
import { tokensIn } from './page.ts'

export type Drawn = {
  id: string
  role: 'user' | 'assistant'
  state: MessageState
  /** Of a question. */
  text: string
  /** Of an answer: the numbers of its tokens. */
  tokens: number[]
  /** `2 / 3`, where it has several versions. */
  version: string
  /** Names of its buttons that can be pressed. */
  buttons: string[]
  /** Stands beside others. */
  column: boolean
}

export type View = {
  path: string
  messages: Drawn[]
  /** Messages that wait for an answer to end. */
  waiting: string[]
  /** The model that answers next. */
  model: string
}

export type Stored = {
  messageId: string
  parentMessageId: string
  isCreatedByUser: boolean
  text: string
  state: MessageState
  model: string | null
}

export async function viewOf(page: Page): Promise<View> {
  const view = await page.evaluate(() => {
    const text = (element: Element | null) => element?.textContent?.trim() ?? ''
    const free = (button: Element) => button.getAttribute('aria-disabled') !== 'true'
    const messages = [...document.querySelectorAll<HTMLElement>('article[data-message-id]')].map(
      (article) => ({
        id: article.dataset.messageId ?? '',
        role: article.dataset.role ?? '',
        state: article.dataset.state ?? '',
        text: text(article.querySelector('.bubble-text')),
        all: text(article),
        version: text(article.querySelector('.versions span[aria-hidden]')),
        buttons: [...article.querySelectorAll('button')]
          .filter(free)
          .map((b) => b.getAttribute('aria-label') ?? ''),
        column: article.classList.contains('column'),
      }),
    )
    const waiting = [...document.querySelectorAll('.queue-text')].map(text)
    const model = document.querySelector('.model-button')?.getAttribute('aria-description') ?? ''
    return { path: location.pathname, messages, waiting, model }
  })
  const messages = view.messages.map(({ all, ...message }) => ({ ...message, tokens: tokensIn(all) }))
  return { ...view, messages: messages as Drawn[] }
}

export async function storedIn(request: APIRequestContext, conversation: string): Promise<Stored[]> {
  const answer = await request.get(`/api/messages/${conversation}?limit=200`)
  if (!answer.ok()) throw new Error(`messages: ${answer.status()}`)
  return ((await answer.json()) as { data: Stored[] }).data
}

/** `q7` in `q7 [[tokens-3]]`: by this a message is known wherever it stands. */
export const labelOf = (text: string): string => /^q\d+/.exec(text.trim())?.[0] ?? ''

/** Ids below `id`, itself among them. */
export function subtree(stored: readonly Stored[], id: string): Set<string> {
  const ids = new Set([id])
  for (const { messageId, parentMessageId } of stored) if (ids.has(parentMessageId)) ids.add(messageId)
  return ids
}

/** Where what is drawn is not what is stored; empty when it is. */
export function differences(view: View, stored: readonly Stored[]): string[] {
  const wrong: string[] = []
  const byId = new Map(stored.map((one) => [one.messageId, one]))
  let above: Drawn | undefined
  for (const drawn of view.messages) {
    const one = byId.get(drawn.id)
    if (!one) {
      wrong.push(`${drawn.id} is not stored`)
      continue
    }
    const isUser = drawn.role === 'user'
    if (one.isCreatedByUser !== isUser) wrong.push(`${drawn.id} is of somebody else`)
    if (isUser && one.text !== drawn.text) wrong.push(`"${drawn.text}" is stored as "${one.text}"`)
    if (!isUser && `${tokensIn(one.text)}` !== `${drawn.tokens}`)
      wrong.push(`${drawn.id} shows ${drawn.tokens.length} tokens of ${tokensIn(one.text).length}`)
    if (one.state !== drawn.state) wrong.push(`${drawn.id} is ${one.state}, not ${drawn.state}`)
    if (!drawn.column) {
      const versions = stored.filter(({ parentMessageId }) => parentMessageId === one.parentMessageId)
      const counted = versions.length > 1 ? `${versions.indexOf(one) + 1} / ${versions.length}` : ''
      if (drawn.version !== counted) wrong.push(`${drawn.id} is ${counted}, not ${drawn.version}`)
    }
    const follows = above ? one.parentMessageId === above.id : !byId.has(one.parentMessageId)
    if (!follows) wrong.push(`${drawn.id} does not follow ${above?.id ?? 'nothing'}`)
    if (!drawn.column) above = drawn
  }
  const end = view.messages.at(-1)
  if (end && stored.some(({ parentMessageId }) => parentMessageId === end.id)) {
    const beside = view.messages.filter(({ column }) => column)
    if (beside.length === 0) wrong.push(`the branch goes on after ${end.id}`)
  }
  return wrong
}
