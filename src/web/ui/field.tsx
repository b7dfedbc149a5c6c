/** A labelled text field with its hint or its error underneath. */
import { signal } from '@preact/signals'
import { Eye, EyeOff } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useMemo, useRef } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import { IconButton } from './button.tsx'

type Props = {
  label: string
  name: string
  type?: 'text' | 'email' | 'password'
  /** What a password manager knows it by. */
  autocomplete: string
  /** For a machine to read: a phone begins it with no capital. */
  exact?: boolean
  /** The field a view begins with. */
  autofocus?: boolean
  value?: string
  hint?: string | undefined
  error?: string | undefined
  /** Laid over the end of the field. */
  end?: ComponentChildren
  onInput?: () => void
}

export function Field({ label, hint, error, end, type = 'text', exact, autofocus, ...input }: Props) {
  const id = useId()
  const about = error ?? hint
  const box = useRef<HTMLInputElement>(null)
  // The attribute works only while the page is parsed.
  useEffect(() => {
    if (autofocus) box.current?.focus()
  }, [])
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-box">
        <input
          {...input}
          id={id}
          ref={box}
          type={type as 'text'} // the types of the kit differ in nothing else
          autocapitalize={type === 'text' && !exact ? 'words' : 'none'}
          spellcheck={false}
          class="input"
          {...(error && { 'aria-invalid': true })}
          {...(about && { 'aria-describedby': `${id}-about` })}
        />
        {end && <span class="field-end">{end}</span>}
      </div>
      {about && (
        <p id={`${id}-about`} class={error ? 'field-error' : 'field-hint'}>
          {about}
        </p>
      )}
    </div>
  )
}

/** A password, shown on demand. */
export function PasswordField(props: Omit<Props, 'type' | 'end'>) {
  const shown = useMemo(() => signal(false), [])
  const label = shown.value ? t('auth.hidePassword') : t('auth.showPassword')
  return (
    <Field
      {...props}
      type={shown.value ? 'text' : 'password'}
      end={
        <IconButton
          icon={shown.value ? EyeOff : Eye}
          label={label}
          onClick={() => {
            shown.value = !shown.peek()
          }}
        />
      }
    />
  )
}
