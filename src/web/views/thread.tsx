/** A conversation: its messages from the oldest that is here to the newest, and where the next one is written. */
import { useSignal, useSignalEffect } from '@preact/signals'
import { ArrowDown } from 'lucide'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { useHere } from '../actions/here.ts'
import { type App, useApp } from '../context.ts'
import { fromHands, tellFirstPicture, withHands } from '../hands-later.tsx'
import { t } from '../i18n/index.ts'
import { markdownReady } from '../markdown/later.tsx'
import type { ConversationModel } from '../models/conversation.ts'
import { recallEdit } from '../models/edit-draft.ts'
import type { MessageModel } from '../models/message.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { later } from '../ui/later.tsx'
import { Problem } from '../ui/problem.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { focusComposer, startNew } from './commands.ts'
import { Composer } from './composer.tsx'
import { fromEmpty } from './empty-later.tsx'
import { ThreadMap } from './map-button.tsx'
import { Messages } from './thread-messages.tsx'
import { createScroll, type Scroll } from './thread-scroll.ts'

const EmptyGreeting = fromEmpty(({ EmptyGreeting }) => EmptyGreeting)
const EmptyStarters = fromEmpty(({ EmptyStarters }) => EmptyStarters)
const MapDialog = later(async () => (await import('./map.tsx')).MapDialog)
const QueueView = fromHands(({ QueueView }) => QueueView)
const TemporaryNote = fromHands(({ TemporaryNote }) => TemporaryNote)
const ThreadAids = fromHands(({ ThreadAids }) => ThreadAids)
const QuoteButton = fromHands(({ QuoteButton }) => QuoteButton)
const ShelfNote = later(async () => (await import('./shelf-note.tsx')).ShelfNote)
const ThreadNotes = later(async () => (await import('./thread-notes.tsx')).ThreadNotes)
const NotKept = later(async () => (await import('./thread-notes.tsx')).NotKept)

/** What Escape closes first, or leaves. */
const COVERS =
  '[role=dialog]:not([popover]), [role=dialog]:popover-open, [role=alertdialog], [role=menu], [role=listbox], .edit, .row-rename, .page[inert], [data-chosen=true]'

export function ThreadView({ conversation }: { conversation: ConversationModel }) {
  if (conversation.missing.value)
    return (
      <Problem title={t('missing.title')} about={t('missing.about')}>
        <Button onClick={startNew}>{t('library.new')}</Button>
      </Problem>
    )
  const known = conversation.path.value.length > 0 || !conversation.begun.value
  if (conversation.asOf.value === 'none' && !known) return <NotKept />
  return <Thread key={conversation.id.value} conversation={conversation} />
}

function Thread({ conversation }: { conversation: ConversationModel }) {
  const scroller = useRef<HTMLElement>(null)
  const column = useRef<HTMLDivElement>(null)
  const scroll = useMemo(createScroll, [])
  const moved = useSignal(0)
  /** Answers stand beside each other among the messages that are drawn. */
  const beside = useSignal(false)
  const editing = useSignal<MessageModel | null>(null)
  const app = useApp()
  const title = conversation.title.value
  const path = conversation.path.value
  const known = path.length > 0
  const drawable = path.every((message) => message.size() === 0 || message.role === 'user') || markdownReady()
  const empty = !known && !conversation.begun.value
  const noted =
    conversation.asOf.value !== null ||
    conversation.composer.offered.value !== null ||
    app.catalog.lacks(conversation.pick.value)

  const drawn = empty || (known && drawable)
  useEffect(() => {
    if (drawn) tellFirstPicture()
  }, [drawn])

  useLayoutEffect(() => scroll.attach(scroller.current!, column.current!, () => moved.value++), [])
  useStopKey(conversation)
  useSignalEffect(() => {
    const fault = conversation.notice.value
    if (!fault) return
    conversation.notice.value = null
    withHands(({ faultText, toast }) =>
      toast({ text: t('thread.failed', { words: faultText(fault) }), tone: 'danger' }),
    )
  })

  useHere({
    toStart: () => {
      const first = conversation.path.peek()[0]
      if (first) conversation.seek(first.id)
    },
    toEnd: scroll.toEnd,
    edit: (message) => {
      editing.value = message
    },
  })

  // What was being rewritten when the page was left is open again.
  useEffect(() => {
    if (known)
      editing.value ??= conversation.path.peek().findLast(({ id }) => recallEdit(id) !== null) ?? null
  }, [known])

  const editLast = () => {
    const own = conversation.path.peek().findLast(({ role }) => role === 'user')
    if (own && !conversation.running.peek()) editing.value = own
  }
  return (
    <section ref={scroller} class="thread" data-empty={empty} aria-label={t('thread.label')}>
      {!empty && <ThreadMap conversation={conversation} />}
      <div ref={column} class="thread-column" data-beside={beside}>
        {empty ? (
          <EmptyGreeting />
        ) : (
          <>
            <h1 class="hidden-text">{title ?? t('library.untitled')}</h1>
            {known && drawable ? (
              <Messages {...{ conversation, scroll, moved, editing, beside }} />
            ) : (
              <Skeleton lines={8} class="thread-skeleton" />
            )}
          </>
        )}
      </div>
      <div class="thread-foot">
        <ThreadAids conversation={conversation} thread={scroller} />
        <ToEnd scroll={scroll} />
        {known && <QuoteButton />}
        {noted && <ThreadNotes conversation={conversation} />}
        {isShelved(app, conversation) && <ShelfNote id={conversation.id.value} />}
        {conversation.temporary.value && <TemporaryNote conversation={conversation} />}
        {conversation.queue.items.value.length > 0 && <QueueView conversation={conversation} />}
        <Composer
          conversation={conversation}
          onSent={() => requestAnimationFrame(scroll.toEnd)}
          onEditLast={editLast}
        />
      </div>
      {conversation.branches.shown.value && <MapDialog conversation={conversation} />}
      {empty && (
        <div class="thread-below">
          <EmptyStarters
            onStart={(text) => {
              conversation.composer.text.value = text
              focusComposer()
            }}
          />
        </div>
      )}
    </section>
  )
}

/** It lies somewhere else than in the list, or nobody knows yet. */
function isShelved({ library }: App, conversation: ConversationModel): boolean {
  if (conversation.standing.value !== 'known' || conversation.temporary.value) return false
  const shelf = library.rows.value.get(conversation.id.value)?.shelf.value
  return !shelf || shelf.trashed !== null || shelf.archived !== null
}

function ToEnd({ scroll }: { scroll: Scroll }) {
  const unseen = scroll.unseen.value
  if (!unseen && !scroll.far.value) return null
  const words = unseen ? t('thread.below') : t('thread.end')
  return (
    <button type="button" class="to-end" data-unseen={unseen} onClick={scroll.toEnd} aria-label={words}>
      <Icon of={ArrowDown} size={16} />
      {unseen && <span>{words}</span>}
    </button>
  )
}

/** Escape stops the answer, when there is nothing else that it could close. */
function useStopKey(conversation: ConversationModel): void {
  useLayoutEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
      if (!conversation.running.peek() || document.querySelector(COVERS)) return
      event.preventDefault()
      conversation.stop()
    }
    // Before what is open closes: the same press must not do both.
    addEventListener('keydown', act, { capture: true })
    return () => removeEventListener('keydown', act, { capture: true })
  }, [conversation])
}
