/**
 * Answers of several models beside each other: columns where there is room, else one at a time by swiping. Each goes its
 * own way; one of them is gone on from. Loaded when the first comparison is drawn.
 */
import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { announce } from '../ui/announce.tsx'
import { focusComposer } from './commands.ts'
import { useCompareAnnouncements } from './compare-announce.ts'
import { Column, stateWords } from './compare-column.tsx'
import { CompareFoot } from './compare-foot.tsx'

export type CompareProps = {
  conversation: ConversationModel
  question: MessageModel
}

export function Compare({ conversation, question }: CompareProps) {
  const { catalog } = useApp()
  const { compare } = conversation
  const columns = compare.columnsOf(question)
  const region = useRef<HTMLElement>(null)
  const row = useRef<HTMLDivElement>(null)
  const inSight = useSignal(0)
  const named = columns.map((reply) => {
    const pick = reply.pick.value
    return { reply, name: catalog.find(pick)?.label ?? pick?.model ?? t('message.assistant') }
  })
  useCompareAnnouncements(named)

  function choose(reply: MessageModel | undefined): void {
    if (!reply || reply.parts.peek().length === 0) return
    const { name } = named.find((one) => one.reply === reply)!
    compare.choose(question, reply)
    announce(t('compare.chosen', { model: name }))
    focusComposer()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]')) return
    const n = '1234'.indexOf(event.key)
    if (n < 0 || event.key.length !== 1) return
    event.preventDefault()
    choose(columns[n])
  }

  /** Where the columns do not fit, the one in sight is the one the reader is in. */
  function onScroll(): void {
    const element = row.current
    if (!element) return
    const at = indexInSight(element)
    if (at === inSight.peek()) return
    inSight.value = at
    const reply = columns[at]
    if (reply && element.scrollWidth > element.clientWidth * 1.8) compare.focus(reply)
  }

  // A column that grows or one that comes must not move the one that is looked at.
  useLayoutEffect(() => {
    inSight.value = row.current ? indexInSight(row.current) : 0
  }, [columns.length])
  // Of a decided comparison, the answer gone on from is shown first.
  useEffect(() => {
    const at = columns.findIndex(({ id }) => id === question.comparison.peek()?.chosen)
    if (at > 0) bringIn(row.current, at, 'instant')
    if (at >= 0) region.current?.focus({ preventScroll: true })
  }, [])

  return (
    // Keys that are pressed anywhere in it: its own controls take the focus.
    <section
      ref={region}
      tabIndex={-1}
      class="compare"
      data-count={columns.length}
      aria-label={t('compare.region', { count: columns.length })}
      onKeyDown={onKeyDown}
    >
      <nav class="compare-tabs" aria-label={t('compare.answers')}>
        {named.map(({ reply, name }, n) => (
          <button
            key={reply.id}
            type="button"
            aria-current={n === inSight.value}
            onClick={() => bringIn(row.current, n, 'smooth')}
          >
            <Dot reply={reply} />
            <span dir="auto">{name}</span>
          </button>
        ))}
      </nav>
      <div ref={row} class="compare-columns" onScroll={onScroll}>
        {named.map(({ reply, name }, n) => (
          <Column
            key={reply.id}
            conversation={conversation}
            question={question}
            reply={reply}
            name={name}
            n={n + 1}
            count={columns.length}
            onChoose={() => choose(reply)}
          />
        ))}
      </div>
      <CompareFoot conversation={conversation} question={question} named={named} />
    </section>
  )
}

/** How the answer behind a tab stands. */
function Dot({ reply }: { reply: MessageModel }) {
  return (
    <>
      <span class="compare-dot" data-state={reply.state} aria-hidden="true" />
      <span class="hidden-text">{stateWords(reply)}</span>
    </>
  )
}

/** Scrolls the row and nothing around it. */
function bringIn(row: HTMLElement | null, n: number, behavior: 'smooth' | 'instant'): void {
  const column = row?.children[n]?.getBoundingClientRect()
  if (!row || !column) return
  const edges = row.getBoundingClientRect()
  const fromEnd = getComputedStyle(row).direction === 'rtl'
  row.scrollBy({ left: fromEnd ? column.right - edges.right : column.left - edges.left, behavior })
}

/** Which column stands at the beginning of what can be seen. */
function indexInSight(row: HTMLElement): number {
  const [first, second] = row.children as unknown as HTMLElement[]
  const step = first && second ? Math.abs(second.offsetLeft - first.offsetLeft) : row.clientWidth
  return step > 0 ? Math.round(Math.abs(row.scrollLeft) / step) : 0
}
