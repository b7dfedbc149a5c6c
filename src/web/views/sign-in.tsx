/** The door for those who have an account. */
import { useSignal } from '@preact/signals'
import { useDoor } from '../context.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import { Button } from '../ui/button.tsx'
import { Field, PasswordField } from '../ui/field.tsx'
import { type FieldErrors, focusFirstError, isEmail, textOf } from './auth-form.ts'
import { AuthFrame } from './auth-frame.tsx'

export function SignIn() {
  const { config, session } = useDoor()
  const errors = useSignal<FieldErrors<'email' | 'password' | 'form'>>({})
  const busy = useSignal(false)
  const ended = new URLSearchParams(location.search).has('ended')

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (busy.peek()) return
    const form = event.currentTarget as HTMLFormElement // the handler of a form
    const email = textOf(form, 'email').trim()
    const password = textOf(form, 'password')
    errors.value = {
      ...(!isEmail(email) && { email: email ? t('field.invalidEmail') : t('field.required') }),
      ...(!password && { password: t('field.required') }),
    }
    if (focusFirstError(form, errors.peek())) return
    busy.value = true
    const fault = await session.signIn(email, password)
    if (!fault) return
    busy.value = false
    const wrong = fault.code === 'unauthorized'
    errors.value = { form: wrong ? t('error.wrongCredentials') : faultText(fault) }
    if (wrong) (form.elements.namedItem('password') as HTMLInputElement).select()
  }

  return (
    <AuthFrame
      title={t('auth.signInTitle', { app: config.appTitle })}
      notice={ended ? t('auth.ended') : undefined}
    >
      <form class="auth-form" onSubmit={submit} noValidate>
        <Field
          label={t('auth.email')}
          name="email"
          type="email"
          autocomplete="username"
          autofocus
          error={errors.value.email}
        />
        <PasswordField
          label={t('auth.password')}
          name="password"
          autocomplete="current-password"
          error={errors.value.password}
        />
        <p class="auth-error" role="alert">
          {errors.value.form}
        </p>
        <Button kind="primary" size="large" type="submit" busy={busy.value}>
          {t('auth.signIn')}
        </Button>
      </form>
      {config.registration && (
        <p class="auth-other">
          {t('auth.noAccount')} <a href={`/register${location.search}`}>{t('auth.register')}</a>
        </p>
      )}
    </AuthFrame>
  )
}
