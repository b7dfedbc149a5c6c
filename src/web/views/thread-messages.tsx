/** The messages of a thread, as many of them as the page bears, and older ones as the reader goes up. */
import { type ReadonlySignal, type Signal, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { useHere } from '../actions/here.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { later } from '../ui/later.tsx'
import type { CompareProps } from './compare.tsx'
import { MessageView } from './message.tsx'
import type { Scroll } from './thread-scroll.ts'
import { around, atEnd, type Drawn, down, inSight, REST, shifted, trimmed, up } from './thread-window.ts'

type Props = {
  conversation: ConversationModel
  scroll: Scroll
  /** Changes when the reader scrolled. */
  moved: ReadonlySignal<number>
  editing: Signal<MessageModel | null>
  /** Told from here: answers that stand beside each other need a wider column. */
  beside: Signal<boolean>
}

const Compare = later<CompareProps>(async () => (await import('./compare.tsx')).Compare)

/** Older messages are fetched and drawn before the reader comes to their place. */
const AHEAD_PX = 900

/** Messages beyond those that are drawn, from which on more are asked for. */
const NEAR = 40

/** A message that somebody came for stands out for so long. */
const SHOWN_MS = 2500

export function Messages({ conversation, scroll, moved, editing, beside }: Props) {
  const { stretch } = conversation
  const path = stretch.shown.value
  const list = useRef<HTMLDivElement>(null)
  const drawn = useSignal<Drawn>(atEnd(path.length, inSight(innerHeight)))
  /** The path of the last picture. */
  const before = useRef(path)
  /** What the last picture was made of. */
  const picture = useRef<readonly unknown[]>([])
  /** The place in the path of a message that changes its version. */
  const switching = useRef<number | null>(null)
  /** The message whose surroundings were asked for. */
  const asked = useRef<string | null>(null)
  /** Answers that stood beside each other in the last picture. */
  const columns = useRef<readonly MessageModel[]>([])

  // Messages came above, or were given up there: the window stays on those that are on the page.
  if (before.current[0] !== path[0]) {
    const { start } = drawn.peek()
    const top = before.current[start]
    const at = top ? path.indexOf(top) : -1
    drawn.value = at >= 0 ? shifted(drawn.peek(), at - start) : atEnd(path.length, inSight(innerHeight))
  }
  before.current = path
  if (scroll.following.peek()) drawn.value = trimmed(drawn.peek(), path.length)
  const { start, end } = drawn.value
  const shown = path.slice(start, end ?? path.length)
  const further = stretch.below.value !== null
  scroll.further = end !== null || further

  const older = stretch.loading.value && start === 0
  const made = [path, start, end, older, conversation.compare.review.value]
  // The page is still as it was: what the reader looks at is measured before it changes, and put back after. Measured
  // without a change, it would be put back to where the reader was long ago.
  if (made.some((one, n) => one !== picture.current[n])) scroll.hold()
  picture.current = made
  const compares = shown.some((message) => conversation.compare.drawnFor(message) !== null)
  useLayoutEffect(() => {
    beside.value = compares
  }, [compares])
  useLayoutEffect(() => {
    const at = switching.current
    const stands = at === null ? columns.current.find((message) => path.includes(message))?.id : path[at]?.id
    switching.current = null
    columns.current = conversation.compare.current.peek()?.columns ?? []
    scroll.release(stands ? list.current?.querySelector(`[data-message-id="${stands}"]`) : null)
    // Before the browser decides what is in sight: what it finds out of sight is not in the first picture.
    if (scroll.following.peek()) scroll.toEnd()
    soon()
  }, made)

  useSignalEffect(() => {
    moved.value
    soon()
  })

  /** One step in one picture: more of them would be a picture that comes late. */
  const due = useRef(0)
  const painted = useRef(false)
  function soon(): void {
    due.current ||= requestAnimationFrame(() => {
      due.current = 0
      // The first of them comes before the first picture, which waits for nothing else.
      if (painted.current) return more()
      painted.current = true
      soon()
    })
  }
  useEffect(() => () => cancelAnimationFrame(due.current), [])

  function more(): void {
    const outer = list.current?.closest('.thread')
    if (!outer) return
    const { start: from, end: to } = drawn.peek()
    const { length } = stretch.shown.peek()
    const left = outer.scrollHeight - outer.clientHeight - outer.scrollTop
    const few = to === null && length - from < REST
    if ((few || outer.scrollTop < AHEAD_PX) && from > 0) drawn.value = up(drawn.peek(), length)
    else if (left < AHEAD_PX && to !== null) drawn.value = down(drawn.peek(), length)
    // What is here but not drawn lasts for a while: more is asked for before it is used up.
    if (from <= NEAR && !scroll.following.peek()) stretch.loadAbove()
    else if (to === null || length - to <= NEAR) stretch.loadBelow()
    stretch.bear(drawn.peek().start, drawn.peek().end ?? length)
  }

  // Going to the end shows the end, also when it is not on the page.
  useSignalEffect(() => {
    if (!scroll.following.value || !(drawn.peek().end !== null || stretch.below.peek() !== null)) return
    stretch.leave()
    drawn.value = atEnd(conversation.path.peek().length, inSight(innerHeight))
    requestAnimationFrame(scroll.toEnd)
  })

  // Somebody came for a message: what is around it is fetched, then it is brought into sight.
  useSignalEffect(() => {
    const id = conversation.sought.value
    const messages = stretch.shown.value
    if (id === null || stretch.loading.value) return
    const at = messages.findIndex((message) => message.id === id)
    if (at < 0) {
      if (asked.current === id) conversation.reached()
      else if (stretch.loadAround(id)) asked.current = id
      return
    }
    asked.current = null
    scroll.following.value = false
    drawn.value = around(at, messages.length, inSight(innerHeight))
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

  // The same for every picture, so that a message which did not change is not drawn again with its neighbours.
  const { select, edit } = useMemo(
    () => ({
      select(message: MessageModel, version: string): void {
        switching.current = stretch.shown.peek().indexOf(message)
        scroll.hold(list.current?.querySelector(`[data-message-id="${message.id}"]`))
        conversation.select(version)
      },
      edit(message: MessageModel | null): void {
        editing.value = message
      },
    }),
    [conversation, scroll, editing],
  )

  useHere({ select })

  const last = conversation.path.value.at(-1)
  return (
    <div ref={list} class="messages">
      {older && (
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
            onEdit={edit}
            onSelect={select}
          />
        )
      })}
    </div>
  )
}
