/** A key for one endpoint, and its address where each person has their own. What is given is never shown again. */
import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { EndpointInfo } from '../../shared/catalog.ts'
import { api } from '../api.ts'
import { faultText } from '../i18n/fault.ts'
import { type Key, t } from '../i18n/index.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { Field, PasswordField } from '../ui/field.tsx'
import { type FieldErrors, focusFirstError, textOf } from './auth-form.ts'

const DAY_MS = 86_400_000

/** How long a key is kept; null: until it is taken back. */
const TERMS = {
  halfDay: DAY_MS / 2,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  never: null,
} as const
type Term = keyof typeof TERMS
const names = Object.keys(TERMS) as Term[] // its keys are all there is

type Props = { endpoint: EndpointInfo; onDone: () => void; onCancel: () => void }

export function KeyForm({ endpoint, onDone, onCancel }: Props) {
  const errors = useSignal<FieldErrors<'key' | 'address' | 'form'>>({})
  const busy = useSignal(false)
  const term = useSignal<Term>('never')
  const id = useId()
  const { personal, label } = endpoint
  if (!personal) return null

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (busy.peek()) return
    const form = event.currentTarget as HTMLFormElement // the handler of a form
    const apiKey = textOf(form, 'key').trim()
    const baseURL = personal?.baseURL ? textOf(form, 'address').trim() : undefined
    errors.value = {
      ...(!apiKey && { key: t('field.required') }),
      ...(baseURL === '' && { address: t('field.required') }),
    }
    if (focusFirstError(form, errors.peek())) return
    busy.value = true
    const lasts = TERMS[term.peek()]
    const fault = await api.setKey(
      endpoint.id,
      baseURL === undefined ? apiKey : JSON.stringify({ apiKey, baseURL }),
      lasts === null ? null : Date.now() + lasts,
    )
    busy.value = false
    if (!fault) return onDone()
    // The server says which of the two it does not take.
    const words = fault.message?.replace(/^value: /, '')
    errors.value = words && baseURL !== undefined ? { address: words } : { form: words ?? faultText(fault) }
    focusFirstError(form, errors.peek())
  }

  return (
    <form class="key-form" onSubmit={submit} noValidate>
      {personal.baseURL && (
        <Field
          label={t('keys.own.address')}
          name="address"
          autocomplete="url"
          exact
          hint={t('keys.own.address.hint')}
          error={errors.value.address}
        />
      )}
      <PasswordField
        label={t('keys.own.key')}
        name="key"
        autocomplete="off"
        hint={personal.host ? t('keys.own.sentTo', { host: personal.host }) : t('keys.own.sealed')}
        error={errors.value.key}
      />
      <div class="key-form-term">
        <span id={id}>{t('keys.own.term')}</span>
        <Select
          label={t('keys.own.term')}
          value={term.value}
          onChange={(next) => {
            term.value = next
          }}
          options={names.map((value) => ({ value, label: t(`keys.own.term.${value}` as Key) }))}
        />
      </div>
      <p class="auth-error" role="alert">
        {errors.value.form}
      </p>
      <div class="key-form-ways">
        <Button kind="quiet" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
        <Button kind="primary" type="submit" busy={busy.value} aria-label={t('keys.own.saveFor', { label })}>
          {t('keys.own.save')}
        </Button>
      </div>
    </form>
  )
}
