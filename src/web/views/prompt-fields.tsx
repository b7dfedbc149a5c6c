/** What is said about a prompt beside its name and text, and what the text asks for. */
import { useId } from 'preact/hooks'
import { piecesOf, variablesOf } from '../../shared/prompt-text.ts'
import { t } from '../i18n/index.ts'
import { commandOf, type Edit, type Said } from '../models/prompt-edit.ts'

type LineProps = {
  said: Said
  set: (next: Edit) => void
  categories: readonly string[]
  /** What is wrong with the command. */
  command: string | undefined
}

export function PromptLine({ said, set, categories, command }: LineProps) {
  const id = useId()
  return (
    <div class="prompt-line">
      <div class="field prompt-wide">
        <label for={`${id}-about`}>{t('prompts.about')}</label>
        <input
          id={`${id}-about`}
          class="input"
          dir="auto"
          maxLength={300}
          autocomplete="off"
          value={said.about}
          onInput={(event) => set({ about: event.currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for={`${id}-command`}>{t('prompts.command')}</label>
        <div class="field-box prompt-command">
          <span aria-hidden="true">/</span>
          <input
            id={`${id}-command`}
            class="input"
            dir="ltr"
            maxLength={56}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={said.command}
            aria-invalid={command !== undefined}
            aria-describedby={`${id}-about-command`}
            onInput={(event) => {
              const next = commandOf(event.currentTarget.value)
              event.currentTarget.value = next
              set({ command: next })
            }}
          />
        </div>
        <p id={`${id}-about-command`} class={command ? 'field-error' : 'field-hint'}>
          {command ?? t('prompts.command.about')}
        </p>
      </div>
      <div class="field">
        <label for={`${id}-category`}>{t('prompts.category')}</label>
        <input
          id={`${id}-category`}
          class="input"
          dir="auto"
          maxLength={50}
          autocomplete="off"
          list={`${id}-categories`}
          value={said.category}
          onInput={(event) => set({ category: event.currentTarget.value })}
          onBlur={(event) => set({ category: event.currentTarget.value.trim() })}
        />
        <datalist id={`${id}-categories`}>
          {categories.map((category) => (
            <option key={category} value={category} />
          ))}
        </datalist>
      </div>
    </div>
  )
}

/** What somebody will be asked for, and what comes by itself. */
export function PromptAsks({ text }: { text: string }) {
  const variables = variablesOf(text)
  const specials = [
    ...new Set(piecesOf(text).flatMap((piece) => (piece.kind === 'special' ? [piece.special] : []))),
  ]
  if (variables.length + specials.length === 0) return <p class="prompt-note">{t('prompts.asks.none')}</p>
  return (
    <dl class="prompt-asks">
      {variables.length > 0 && (
        <div>
          <dt>{t('prompts.asks')}</dt>
          {variables.map(({ key, name, options }) => (
            <dd key={key} dir="auto">
              {name}
              {options.length > 0 && <small>{options.join(' · ')}</small>}
            </dd>
          ))}
        </div>
      )}
      {specials.length > 0 && (
        <div>
          <dt>{t('prompts.knows')}</dt>
          {specials.map((special) => (
            <dd key={special} dir="auto">
              {t(`prompts.special.${special}`)}
            </dd>
          ))}
        </div>
      )}
    </dl>
  )
}
