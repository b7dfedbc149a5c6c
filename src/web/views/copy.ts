/**
 * Copies what is read: as it was written, in Markdown, or as it looks. Where the clipboard takes it, the look goes along, so
 * that a document shows headings, lists and tables. Loaded when somebody copies.
 */
import type { Answer, WireMessage, WirePage } from '../api.ts'
import { toClipboard } from '../clipboard.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { announce } from '../ui/announce.tsx'
import { toast } from '../ui/toast.tsx'

/** `both`: Markdown for what takes text, the look for what takes more. */
export type As = 'both' | 'markdown' | 'text'

/** Copies a message. False, and says so, where the browser does not allow it. */
export async function copyMessage(message: MessageModel, as: As): Promise<boolean> {
  const look = as === 'markdown' ? null : lookOf(message.id)
  const text = as === 'text' && look ? plainOf(look) : message.text()
  return told(await toClipboard(text, look && `<meta charset="utf-8">${look.innerHTML}`))
}

/** Copies the branch that is on the screen, whole, as Markdown. */
export async function copyConversation(
  conversation: ConversationModel,
  pages: (cursor: string | null) => Promise<Answer<WirePage>>,
): Promise<void> {
  const text =
    conversation.above.peek() === null ? Promise.resolve(shownOf(conversation)) : wholeOf(conversation, pages)
  const worked = await toClipboard(text, null)
  if (!told(worked)) return
  toast({ text: t('copy.whole.done') })
}

type Said = { role: 'user' | 'assistant'; text: string }

/** Each message under the name of who wrote it. Exported for its test. */
export function transcript(title: string | null, said: readonly Said[]): string {
  const by = { user: t('message.user'), assistant: t('message.assistant') }
  const all = said
    .filter(({ text }) => text.trim() !== '')
    .map(({ role, text }) => `## ${by[role]}\n\n${text.trim()}`)
  return `${[...(title ? [`# ${title}`] : []), ...all].join('\n\n')}\n`
}

function shownOf(conversation: ConversationModel): string {
  const said = conversation.path.peek().map((message) => ({ role: message.role, text: message.text() }))
  return transcript(conversation.title.peek(), said)
}

async function wholeOf(
  conversation: ConversationModel,
  pages: (cursor: string | null) => Promise<Answer<WirePage>>,
): Promise<string> {
  const all = new Map<string, WireMessage>()
  let cursor: string | null = null
  do {
    const page: Answer<WirePage> = await pages(cursor)
    if (!page.ok) throw new Error(page.fault.code)
    for (const message of page.value.data) all.set(message.messageId, message)
    cursor = page.value.nextCursor
  } while (cursor !== null)
  const above: Said[] = []
  for (let at = all.get(conversation.above.peek() ?? ''); at; at = all.get(at.parentMessageId))
    above.unshift({ role: at.isCreatedByUser ? 'user' : 'assistant', text: at.text })
  const shown = conversation.path.peek().map((message) => ({ role: message.role, text: message.text() }))
  return transcript(conversation.title.peek(), [...above, ...shown])
}

/** What an answer looks like, without what only the page needs; null where it is not drawn. */
function lookOf(id: string): HTMLElement | null {
  const drawn = document.querySelectorAll(`[data-message-id="${id}"] .prose`)
  const look = document.createElement('div')
  for (const prose of drawn) {
    if (prose.closest('.thinking')) continue
    const copy = prose.cloneNode(true) as HTMLElement
    for (const formula of copy.querySelectorAll('math')) {
      const source = formula.querySelector('annotation')?.textContent
      formula.replaceWith(source ?? formula.textContent ?? '')
    }
    for (const extra of copy.querySelectorAll('button, figcaption, svg, .table-tools, [aria-hidden="true"]'))
      extra.remove()
    for (const element of copy.querySelectorAll('*'))
      for (const { name } of [...element.attributes])
        if (!['href', 'start', 'colspan', 'rowspan', 'align', 'checked', 'type'].includes(name))
          element.removeAttribute(name)
    look.append(...copy.childNodes)
  }
  return look.childNodes.length > 0 ? look : null
}

/** Its words as they stand on the page: items of lists keep their signs. */
function plainOf(look: HTMLElement): string {
  const page = look.cloneNode(true) as HTMLElement
  for (const item of page.querySelectorAll('li')) {
    const list = item.parentElement
    const at = list instanceof HTMLOListElement ? list.start + [...list.children].indexOf(item) : null
    item.prepend(at === null ? '• ' : `${at}. `)
  }
  // Where lines end is known to what is laid out, out of sight.
  page.style.cssText = 'position: fixed; inset-inline-start: -9999px; inline-size: 60rem'
  page.inert = true
  document.body.append(page)
  // biome-ignore lint/performance/useDomNodeTextContent: it knows where lines end
  const text = page.innerText.replace(/\n{3,}/g, '\n\n').trim()
  page.remove()
  return text
}

function told(worked: boolean): boolean {
  announce(worked ? t('message.copied') : t('message.copyFailed'))
  if (!worked) toast({ text: t('message.copyFailed'), tone: 'danger' })
  return worked
}
