/** The messages of a thread, as many of them as the page bears, and older ones as the reader goes up. */
import { type ReadonlySignal, type Signal, useSignal, useSignalEffect } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useHere } from '../actions/here.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { later } from '../ui/later.tsx'
import type { CompareProps } from './compare.tsx'
import { MessageView } from './message.tsx'
import type { Scroll } from './thread-scroll.ts'
import { around, atEnd, type Drawn, down, shifted, trimmed, up } from './thread-window.ts'

type Props = {
  conversation: ConversationModel
  scroll: Scroll
  /** Changes when the reader scrolled. */
  moved: ReadonlySignal<number>
  editing: Signal<MessageModel | null>
}

const Compare = later<CompareProps>(async () => (await import('./compare.tsx')).Compare)

/** Older messages are fetched and drawn before the reader comes to their place. */
const AHEAD_PX = 900

/** A message that somebody came for stands out for so long. */
const SHOWN_MS = 2500

export function Messages({ conversation, scroll, moved, editing }: Props) {
  const path = conversation.path.value
  const list = useRef<HTMLDivElement>(null)
  const drawn = useSignal<Drawn>(atEnd(path.length))
  const first = useRef(path[0])
  /** The place in the path of a message that changes its version. */
  const switching = useRef<number | null>(null)
  /** Answers that stood beside each other in the last picture. */
  const beside = useRef<readonly MessageModel[]>([])

  // Older messages came above: the window stays on those that are on the page.
  if (first.current !== path[0]) {
    const added = first.current ? path.indexOf(first.current) : -1
    drawn.value = added > 0 ? shifted(drawn.peek(), added) : atEnd(path.length)
    first.current = path[0]
  }
  if (scroll.following.peek()) drawn.value = trimmed(drawn.peek(), path.length)
  const { start, end } = drawn.value
  const shown = path.slice(start, end ?? path.length)

  // The page is still as it was: what the reader looks at is measured before it changes, and put back after.
  scroll.hold()
  useLayoutEffect(() => {
    const at = switching.current
    const stands = at === null ? beside.current.find((message) => path.includes(message))?.id : path[at]?.id
    switching.current = null
    beside.current = conversation.compare.current.peek()?.columns ?? []
    scroll.release(stands ? list.current?.querySelector(`[data-message-id="${stands}"]`) : null)
    more()
  }, [path, start, end, conversation.compare.review.value])

  useSignalEffect(() => {
    moved.value
    more()
  })

  function more(): void {
    const outer = list.current?.closest('.thread')
    if (!outer) return
    const { start: from, end: to } = drawn.peek()
    const { length } = conversation.path.peek()
    if (outer.scrollTop < AHEAD_PX) {
      if (from > 0) drawn.value = up(drawn.peek(), length)
      else conversation.loadAbove()
    } else if (to !== null && outer.scrollHeight - outer.clientHeight - outer.scrollTop < AHEAD_PX) {
      drawn.value = down(drawn.peek(), length)
    }
  }

  // Going to the end shows the end, also when it is not on the page.
  useSignalEffect(() => {
    if (scroll.following.value && drawn.peek().end !== null) {
      drawn.value = atEnd(conversation.path.peek().length)
      requestAnimationFrame(scroll.toEnd)
    }
  })

  // Somebody came for a message: what is above is fetched until it is here, then it is brought into sight.
  useSignalEffect(() => {
    const id = conversation.sought.value
    const messages = conversation.path.value
    if (id === null || conversation.loadingAbove.value) return
    const at = messages.findIndex((message) => message.id === id)
    if (at < 0) return conversation.loadAbove()
    scroll.following.value = false
    drawn.value = around(at, messages.length)
    // Drawn, and then typeset: the second picture knows the heights.
    requestAnimationFrame(() => requestAnimationFrame(() => show(id)))
  })

  function show(id: string): void {
    const element = list.current?.querySelector<HTMLElement>(`[data-message-id="${id}"]`)
    conversation.reached()
    if (!element) return
    scroll.following.value = false
    element.scrollIntoView({ block: 'center' })
    element.dataset.sought = ''
    setTimeout(() => delete element.dataset.sought, SHOWN_MS)
  }

  function select(message: MessageModel, version: string): void {
    switching.current = conversation.path.peek().indexOf(message)
    scroll.hold(list.current?.querySelector(`[data-message-id="${message.id}"]`))
    conversation.select(version)
  }

  useHere({ select })

  const last = path.at(-1)
  return (
    <div ref={list} class="messages">
      {conversation.loadingAbove.value && (
        <p class="thread-older" role="status">
          {t('thread.older')}
        </p>
      )}
      {shown.map((message) => {
        const question = conversation.compare.drawnFor(message)
        if (question)
          return <Compare key={`${question.id}+`} conversation={conversation} question={question} />
        return (
          <MessageView
            key={message.id}
            message={message}
            conversation={conversation}
            isLast={message === last}
            editing={editing.value === message}
            onEdit={(which) => {
              editing.value = which
            }}
            onSelect={select}
          />
        )
      })}
    </div>
  )
}
