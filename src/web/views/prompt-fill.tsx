/** Asks for what a prompt leaves open, and shows meanwhile what it becomes. Loaded on demand. */
import { useComputed, useSignal } from '@preact/signals'
import { ChevronDown } from 'lucide'
import { useEffect, useId, useMemo, useRef } from 'preact/hooks'
import { fill, type Variable, variablesOf } from '../../shared/prompt-text.ts'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { Filling } from '../models/prompts-later.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { isShortcut, keyName } from '../ui/shortcut.ts'
import { fitHeight } from './grow.ts'
import { filledText, knownHere } from './prompt-take.ts'
import { FilledWords } from './prompt-words.tsx'

export function PromptFill({ filling: { prompt, put } }: { filling: Filling }) {
  const app = useApp()
  const first = useId()
  const variables = useMemo(() => variablesOf(prompt.text), [])
  const known = useMemo(() => knownHere(app), [])
  const values = useSignal<ReadonlyMap<string, string>>(
    new Map(variables.flatMap(({ key, options }) => (options[0] ? [[key, options[0]]] : []))),
  )
  const open = useComputed(() => variables.filter(({ key }) => !values.value.get(key)?.trim()).length)
  const sends = app.preferences.promptSend.value
  const close = () => {
    app.prompts.filling.value = null
  }
  const end = (send: boolean) => {
    if (send && open.peek() > 0) return
    const text = filledText(app, prompt.text, values.peek())
    close()
    // After the dialog has given the focus back.
    setTimeout(() => put(text, send), 0)
  }
  const set = (key: string, value: string) => {
    values.value = new Map(values.peek()).set(key, value)
  }

  return (
    <Dialog class="prompt-fill" onClose={close} focus={first}>
      {(api) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            end(sends && open.peek() === 0)
          }}
          onKeyDown={(event) => {
            if (event.isComposing || !isShortcut(event, 'mod+enter')) return
            event.preventDefault()
            event.currentTarget.requestSubmit()
          }}
        >
          <h2 {...api.getTitleProps()} dir="auto">
            {prompt.name}
          </h2>
          {prompt.about && (
            <p {...api.getDescriptionProps()} dir="auto">
              {prompt.about}
            </p>
          )}
          <div class="prompt-fields">
            {variables.map((variable, n) => (
              <Blank
                key={variable.key}
                id={n === 0 ? first : undefined}
                variable={variable}
                value={values.value.get(variable.key) ?? ''}
                onChange={(value) => set(variable.key, value)}
              />
            ))}
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must be able to do that */}
          <section class="prompt-preview" aria-label={t('prompts.preview')} tabIndex={0}>
            <FilledWords pieces={fill(prompt.text, values.value, known)} />
          </section>
          <footer class="prompt-end">
            <p class="prompt-note" role="status">
              {open.value > 0
                ? t('prompts.open', { count: open.value })
                : t('prompts.keys', { mod: keyName('mod') })}
            </p>
            <Button onClick={close}>{t('action.cancel')}</Button>
            <Button
              kind={sends ? 'outline' : 'quiet'}
              aria-disabled={!sends && open.value > 0}
              onClick={() => end(!sends)}
            >
              {t(sends ? 'prompts.insert' : 'composer.send')}
            </Button>
            <Button kind="primary" type="submit">
              {t(sends && open.value === 0 ? 'composer.send' : 'prompts.insert')}
            </Button>
          </footer>
        </form>
      )}
    </Dialog>
  )
}

type BlankProps = {
  id: string | undefined
  variable: Variable
  value: string
  onChange: (value: string) => void
}

/** One thing that is open. Enter goes to the next, and after the last is done. */
function Blank({ id, variable: { name, options }, value, onChange }: BlankProps) {
  const own = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (field.current) fitHeight(field.current)
  }, [value])
  if (options.length > 0)
    return (
      <div class="field">
        <label for={id ?? own} dir="auto">
          {name}
        </label>
        <span class="select">
          <select id={id ?? own} value={value} onInput={(event) => onChange(event.currentTarget.value)}>
            {options.map((option) => (
              <option key={option} value={option}>
                {option}
              </option>
            ))}
          </select>
          <Icon of={ChevronDown} size={16} />
        </span>
      </div>
    )
  return (
    <div class="field">
      <label for={id ?? own} dir="auto">
        {name}
      </label>
      <textarea
        ref={field}
        id={id ?? own}
        class="input prompt-blank"
        dir="auto"
        rows={1}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          const plain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey
          if (event.key !== 'Enter' || !plain || event.isComposing || event.keyCode === 229) return
          event.preventDefault()
          next(event.currentTarget)
        }}
      />
    </div>
  )
}

function next(field: HTMLTextAreaElement): void {
  const all = [...(field.form?.querySelectorAll<HTMLElement>('textarea, select') ?? [])]
  const following = all[all.indexOf(field) + 1]
  if (following) following.focus()
  else field.form?.requestSubmit()
}
