/** Where a message is written: a field that grows, the model that will answer, and one button that sends or stops. */
import { useComputed, useSignal } from '@preact/signals'
import { ArrowUp, ListEnd, MessageCircleDashed, SlidersHorizontal, Square } from 'lucide'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { MAX_TEXT } from '../../shared/parts.ts'
import { useHere } from '../actions/here.ts'
import { useApp } from '../context.ts'
import { fromHands } from '../hands-later.tsx'
import { t } from '../i18n/index.ts'
import type { ConversationModel, When } from '../models/conversation.ts'
import { IconButton } from '../ui/button.tsx'
import { later } from '../ui/later.tsx'
import { near } from '../ui/near.ts'
import { isShortcut, keyName } from '../ui/shortcut.ts'
import { AttachButton, filesHeld, usePasting } from './attach-button.tsx'
import { fitHeight } from './grow.ts'
import { ModelButton } from './model-button.tsx'

const AttachedFiles = later(async () => (await import('./files.tsx')).AttachedFiles)
const CompareChips = later(async () => (await import('./compare-chips.tsx')).CompareChips)
const SlashPrompts = fromHands(({ SlashPrompts }) => SlashPrompts)
const Gauge = fromHands(({ Gauge }) => Gauge)
const loadParameters = () => import('./parameters.tsx')

type Props = {
  conversation: ConversationModel
  /** A message is on its way. */
  onSent: () => void
  /** The reader wants their last message back. */
  onEditLast: () => void
}

/** A finger has no Shift: there, Enter begins a new line. */
const TOUCH = matchMedia('(pointer: coarse)')

export function Composer({ conversation, onSent, onEditLast }: Props) {
  const { config, preferences, catalog, keys, layout } = useApp()
  const may = config.interface
  const { text } = conversation.composer
  const field = useRef<HTMLTextAreaElement>(null)
  const tooLong = useComputed(() => Math.max(0, text.value.length - MAX_TEXT))
  const attaches = useComputed(
    () => conversation.attached.files.value.length + conversation.attached.preparing.value > 0,
  )
  const blank = useComputed(() => !text.value.trim() && !attaches.value)
  const pasting = usePasting(conversation)
  const fetching = useSignal(false)
  const shown = useRef<ConversationModel | null>(null)
  const running = conversation.running.value
  const byEnter = preferences.sendKey.value === 'enter'

  useEffect(() => {
    shown.current = conversation
    return () => {
      shown.current = null
    }
  }, [conversation])
  useLayoutEffect(() => {
    if (!TOUCH.matches) field.current?.focus({ preventScroll: true })
  }, [])
  // Text may also come from elsewhere: a starter, a message that was taken back.
  useEffect(
    () => text.subscribe(() => queueMicrotask(() => field.current && fitHeight(field.current))),
    [text],
  )

  function send(when: When = preferences.duringRun.peek()): void {
    if (blank.peek() || tooLong.peek()) return
    if (!conversation.attached.isWhole()) {
      void sendWhole(when)
      return
    }
    if (!conversation.send(text.peek(), undefined, when)) return
    conversation.composer.take()
    field.current?.focus({ preventScroll: true })
    onSent()
  }

  /** Files of a draft from another device are fetched first. Whoever goes on writing has thought better of it. */
  async function sendWhole(when: When): Promise<void> {
    if (fetching.peek()) return
    fetching.value = true
    try {
      const { bringAll } = await import('../models/attached-bring.ts')
      if (!(await bringAll(conversation, () => shown.current === conversation))) return
    } finally {
      fetching.value = false
    }
    send(when)
  }

  useHere({ send })

  function onKeyDown(event: KeyboardEvent): void {
    // The key that ends a composition of Chinese, Japanese or Korean is not for us. Safari tells only by the code.
    if (event.isComposing || event.keyCode === 229) return
    const usual = preferences.duringRun.peek()
    const other = usual === 'queue' ? 'steer' : 'queue'
    const plainEnter = event.key === 'Enter' && !event.shiftKey && !event.altKey && byEnter && !TOUCH.matches
    if (isShortcut(event, 'alt+enter')) {
      event.preventDefault()
      send('interrupt')
    } else if (plainEnter && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      send()
    } else if (isShortcut(event, 'mod+enter')) {
      event.preventDefault()
      send(byEnter ? other : usual)
    } else if (event.key === 'ArrowUp' && text.peek() === '') {
      event.preventDefault()
      onEditLast()
    } else if ((event.key === 'PageUp' || event.key === 'PageDown') && !event.shiftKey) {
      const thread = field.current?.closest('.thread')
      if (!thread) return
      event.preventDefault()
      thread.scrollBy({ top: thread.clientHeight * (event.key === 'PageUp' ? -0.85 : 0.85) })
    }
  }

  const hint = catalog.models.value.length === 0 ? t('composer.noModel') : null
  return (
    <form
      class="composer"
      data-drop={filesHeld}
      aria-label={t('composer.region')}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {attaches.value && <AttachedFiles conversation={conversation} />}
      <SlashPrompts conversation={conversation} field={field} />
      <textarea
        ref={field}
        data-composer
        dir="auto"
        rows={1}
        value={text}
        aria-label={t('composer.label')}
        placeholder={conversation.begun.value ? t('composer.placeholder.reply') : t('composer.placeholder')}
        enterkeyhint={byEnter && !TOUCH.matches ? 'send' : 'enter'}
        autocomplete="off"
        onInput={(event) => {
          text.value = event.currentTarget.value
        }}
        onKeyDown={onKeyDown}
        {...pasting}
      />
      {conversation.compare.picks.value.length > 0 && <CompareChips conversation={conversation} />}
      <div class="composer-bar">
        <AttachButton conversation={conversation} />
        <ModelButton conversation={conversation} />
        {may.parameters && (
          <IconButton
            icon={SlidersHorizontal}
            size={16}
            label={t('tune.title')}
            shortcut={keys.of('model.parameters')}
            aria-haspopup="dialog"
            aria-expanded={layout.tuning.value}
            {...near(loadParameters)}
            onClick={() => {
              layout.tuning.value = !layout.tuning.peek()
            }}
          />
        )}
        {may.contextUsage && <Gauge conversation={conversation} />}
        {may.temporaryChat && !conversation.begun.value && (
          <IconButton
            icon={MessageCircleDashed}
            size={16}
            label={t('temporary.toggle')}
            shortcut={keys.of('chat.temporary')}
            aria-pressed={conversation.temporary.value}
            onClick={() => conversation.setTemporary(!conversation.temporary.peek())}
          />
        )}
        <p class="composer-hint" role="status">
          {tooLong.value > 0
            ? t('composer.tooLong', { count: tooLong.value })
            : fetching.value
              ? t('files.fetching')
              : hint}
        </p>
        {running && (
          <IconButton
            key="stop"
            // One accent: with words written, sending them is what comes next.
            kind={blank.value ? 'primary' : 'outline'}
            class="send"
            icon={Square}
            size={14}
            label={t('composer.stop')}
            shortcut={keys.of('answer.stop')}
            onClick={() => {
              conversation.stop()
              // The button goes away under the finger: the cursor stays with the writer.
              if (!TOUCH.matches) field.current?.focus({ preventScroll: true })
            }}
          />
        )}
        {(!running || !blank.value) && (
          <IconButton
            key="send"
            type="submit"
            kind="primary"
            class="send"
            icon={running ? ListEnd : ArrowUp}
            label={t('composer.send')}
            tip={
              running
                ? t('composer.hint.running', { mod: keyName('mod'), alt: keyName('alt') })
                : hintOf(byEnter)
            }
            aria-disabled={blank.value || tooLong.value > 0}
          />
        )}
      </div>
    </form>
  )
}

function hintOf(byEnter: boolean): string {
  return byEnter ? t('composer.hint.enter') : t('composer.hint.mod', { mod: keyName('mod') })
}
