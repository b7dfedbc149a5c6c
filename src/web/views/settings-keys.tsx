/** The keys one brought: for which endpoints, until when, and the ways to change them and to take them back. */
import { useSignal } from '@preact/signals'
import type { EndpointInfo } from '../../shared/catalog.ts'
import { type ApiFault, api } from '../api.ts'
import { useApp } from '../context.ts'
import { now } from '../i18n/clock.ts'
import { faultText } from '../i18n/fault.ts'
import { region, t } from '../i18n/index.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { KeyForm } from './key-form.tsx'
import { ModelIcon } from './model-icon.tsx'

export function OwnKeys() {
  const { catalog } = useApp()
  const open = useSignal<string | null>(null)
  const fault = useSignal<ApiFault | null>(null)
  const endpoints = catalog.endpoints.value.filter(({ personal }) => personal)
  const kept = endpoints.filter(({ personal }) => personal?.key)
  if (endpoints.length === 0) return <p class="settings-note">{t('keys.own.none')}</p>

  async function drop(endpoint: EndpointInfo | null): Promise<void> {
    fault.value = await api.dropKey(endpoint?.id ?? null)
    if (!fault.peek()) announce(t('keys.own.dropped'))
  }

  return (
    <>
      <p class="settings-note">{t('keys.own.about')}</p>
      {fault.value && (
        <p class="auth-error" role="alert">
          {faultText(fault.value)}
        </p>
      )}
      <ul class="own-keys">
        {endpoints.map((endpoint) => (
          <li key={endpoint.id}>
            <div class="own-key">
              <ModelIcon icon={endpoint.icon ?? endpoint.id} label={endpoint.label} />
              <span class="own-key-words">
                <bdi>{endpoint.label}</bdi>
                <small>{stateOf(endpoint)}</small>
              </span>
              {open.value !== endpoint.id && (
                <Button
                  size="small"
                  aria-label={t(endpoint.personal?.key ? 'keys.own.changeFor' : 'keys.own.addFor', {
                    label: endpoint.label,
                  })}
                  onClick={() => {
                    open.value = endpoint.id
                  }}
                >
                  {t(endpoint.personal?.key ? 'keys.own.change' : 'keys.own.add')}
                </Button>
              )}
              {endpoint.personal?.key && (
                <Button
                  size="small"
                  kind="quiet"
                  aria-label={t('keys.own.dropFor', { label: endpoint.label })}
                  onClick={() => void drop(endpoint)}
                >
                  {t('keys.own.drop')}
                </Button>
              )}
            </div>
            {open.value === endpoint.id && (
              <KeyForm
                endpoint={endpoint}
                onCancel={() => {
                  open.value = null
                }}
                onDone={() => {
                  open.value = null
                  announce(t('keys.own.saved'))
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {kept.length > 1 && (
        <Button kind="danger" size="small" onClick={() => void drop(null)}>
          {t('keys.own.dropAll')}
        </Button>
      )}
    </>
  )
}

function stateOf({ personal }: EndpointInfo): string {
  const { key } = personal ?? {}
  if (!key) return t('keys.own.missing')
  if (key.expires === null) return t('keys.own.kept', { mask: key.mask })
  if (key.expires <= now.value) return t('keys.own.over', { mask: key.mask })
  const until = new Intl.DateTimeFormat(region.value, { dateStyle: 'medium', timeStyle: 'short' })
  return t('keys.own.until', { mask: key.mask, when: until.format(key.expires) })
}
