/** The door for those who are new. The first one here becomes the administrator, and is told so. */
import { useSignal } from '@preact/signals'
import { useDoor } from '../context.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import { Button } from '../ui/button.tsx'
import { Field, PasswordField } from '../ui/field.tsx'
import { type FieldErrors, focusFirstError, isEmail, textOf } from './auth-form.ts'
import { AuthFrame } from './auth-frame.tsx'

export function CreateAccount() {
  const { config } = useDoor()
  if (!config.registration) {
    return (
      <AuthFrame title={t('auth.closed.title')} about={t('auth.closed.about')}>
        <Other />
      </AuthFrame>
    )
  }
  const first = config.fresh
  return (
    <AuthFrame
      title={first ? t('auth.first.title', { app: config.appTitle }) : t('auth.registerTitle')}
      about={first ? t('auth.first.about') : t('auth.tagline')}
    >
      <Form />
      {!first && <Other />}
    </AuthFrame>
  )
}

function Form() {
  const { session, config } = useDoor()
  const least = config.minPassword
  const errors = useSignal<FieldErrors<'name' | 'email' | 'password' | 'form'>>({})
  const busy = useSignal(false)

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (busy.peek()) return
    const form = event.currentTarget as HTMLFormElement // the handler of a form
    const name = textOf(form, 'name').trim()
    const email = textOf(form, 'email').trim()
    const password = textOf(form, 'password')
    errors.value = {
      ...(!name && { name: t('field.required') }),
      ...(!isEmail(email) && { email: email ? t('field.invalidEmail') : t('field.required') }),
      ...(password.length < least && { password: t('field.tooShort', { count: least }) }),
    }
    if (focusFirstError(form, errors.peek())) return
    busy.value = true
    const fault = await session.register(name, email, password)
    if (!fault) return
    busy.value = false
    errors.value = fault.code === 'conflict' ? { email: t('error.emailTaken') } : { form: faultText(fault) }
    focusFirstError(form, errors.peek())
  }

  return (
    <form class="auth-form" onSubmit={submit} noValidate>
      <Field label={t('auth.name')} name="name" autocomplete="name" autofocus error={errors.value.name} />
      <Field
        label={t('auth.email')}
        name="email"
        type="email"
        autocomplete="username"
        error={errors.value.email}
      />
      <PasswordField
        label={t('auth.password')}
        name="password"
        autocomplete="new-password"
        hint={t('auth.passwordHint', { count: least })}
        error={errors.value.password}
      />
      <p class="auth-error" role="alert">
        {errors.value.form}
      </p>
      <Button kind="primary" size="large" type="submit" busy={busy.value}>
        {t('auth.register')}
      </Button>
    </form>
  )
}

function Other() {
  return (
    <p class="auth-other">
      {t('auth.haveAccount')} <a href={`/login${location.search}`}>{t('auth.signIn')}</a>
    </p>
  )
}
