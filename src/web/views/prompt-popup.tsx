/**
 * The prompts above the composer, while somebody types a part of a name. The cursor stays where it is: the field is told
 * which of them is meant, as a text field with a list may be.
 */
import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals'
import { ScrollText } from 'lucide'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { Prompt } from '../../shared/prompts.ts'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { findPrompts } from '../models/prompt-find.ts'
import { Icon } from '../ui/icon.tsx'
import { takePrompt } from './prompt-take.ts'
import { useSlashRoom } from './slash-room.ts'

/** Nobody reads more; typing finds the rest. */
const MAX_SHOWN = 50

type Props = { words: ReadonlySignal<string | null>; field: HTMLTextAreaElement; onClose: () => void }

export function PromptPopup({ words, field, onClose }: Props) {
  const app = useApp()
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const at = useSignal(0)
  const model = app.prompts.model
  const query = words.value ?? ''
  const found = useComputed(() =>
    findPrompts(model.value?.all.value ?? [], words.value ?? '').slice(0, MAX_SHOWN),
  )
  const shown = found.value
  const chosen = shown[at.value]
  const none = shown.length === 0
  const known = model.value?.loaded.value ?? false
  const away = none && (query !== '' || !known)
  useSlashRoom(list, field, away)

  useEffect(() => {
    void app.prompts.need()
  }, [])
  useLayoutEffect(() => {
    at.value = 0
  }, [query])
  // The list belongs to the field for as long as it is there.
  useLayoutEffect(() => {
    if (none) return
    field.setAttribute('aria-autocomplete', 'list')
    field.setAttribute('aria-haspopup', 'listbox')
    field.setAttribute('aria-controls', `${id}-list`)
    return () => {
      for (const name of ['aria-autocomplete', 'aria-haspopup', 'aria-controls', 'aria-activedescendant'])
        field.removeAttribute(name)
    }
  }, [none])
  useLayoutEffect(() => {
    if (!chosen) return
    field.setAttribute('aria-activedescendant', `${id}-${chosen.id}`)
    document.getElementById(`${id}-${chosen.id}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen?.id, none])
  // Before the composer hears of the key, also of one that is pressed at once.
  useLayoutEffect(() => {
    const form = field.form
    const hear = (event: KeyboardEvent) => {
      if (event.target !== field || event.isComposing || event.keyCode === 229) return
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      const all = found.peek()
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (event.key === 'Escape') onClose()
      else if (all.length === 0) return
      else if (step) at.value = (at.peek() + step + all.length) % all.length
      else if (event.key === 'Enter' || event.key === 'Tab') take(all[at.peek()] ?? all[0]!)
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    form?.addEventListener('keydown', hear, true)
    return () => form?.removeEventListener('keydown', hear, true)
  }, [field])

  function take(prompt: Prompt): void {
    app.conversation.peek().composer.text.value = ''
    takePrompt(app, prompt)
  }

  if (away) return null
  return (
    // Pressing would take the focus from the field, and with it the list.
    <div class="slash" ref={list} onPointerDown={(event) => event.preventDefault()}>
      {none ? (
        <p class="slash-none">
          {t('prompts.none.slash')} <a href="/prompts/new">{t('prompts.none.make')}</a>
        </p>
      ) : (
        <>
          <div class="slash-list" id={`${id}-list`} role="listbox" aria-label={t('prompts.title')}>
            {shown.map((prompt, n) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are those of the field, which has the focus
              <div
                key={prompt.id}
                id={`${id}-${prompt.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={prompt === chosen}
                onPointerMove={() => (at.value = n)}
                onClick={() => take(prompt)}
              >
                <Icon of={ScrollText} size={16} />
                <span class="slash-name" dir="auto">
                  {prompt.name}
                </span>
                <small dir="auto">{prompt.about || prompt.text.slice(0, 200)}</small>
                {prompt.command && <kbd dir="ltr">/{prompt.command}</kbd>}
              </div>
            ))}
          </div>
          <p class="slash-foot">
            <span aria-hidden="true">{t('prompts.slash.keys')}</span>
            <a href="/prompts">{t('prompts.all')}</a>
          </p>
        </>
      )}
      <p class="hidden-text" role="status">
        {t('prompts.found', { count: shown.length })}
      </p>
    </div>
  )
}
