/** The browsers and apps that are signed in, and the way to sign them out. */
import { MonitorSmartphone } from 'lucide'
import { useEffect } from 'preact/hooks'
import type { Session } from '../../shared/user.ts'
import type { ApiFault } from '../api.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import { createSessions } from '../models/sessions.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.tsx'
import { deviceOf } from './device.ts'

/** What was heard last is there when one comes back. */
const here = createSessions()

export function Sessions() {
  useEffect(() => void here.load(), [])
  const list = here.sessions.value
  const fault = here.fault.value
  if (!list) return fault ? <Failed fault={fault} /> : <Skeleton lines={6} class="row-skeleton" />

  const others = list.filter((other) => !other.current).length
  async function endOthers(): Promise<void> {
    const fault = await here.revokeOthers()
    toast(
      fault
        ? { text: faultText(fault), tone: 'danger' }
        : { text: t('settings.sessions.othersDone', { count: others }) },
    )
  }
  return (
    <>
      <p class="settings-about-text">{t('settings.sessions.about')}</p>
      <ul class="sessions">
        {[...list]
          .sort((a, b) => Number(b.current) - Number(a.current) || b.seen - a.seen)
          .map((one) => (
            <Device key={one.id} one={one} />
          ))}
      </ul>
      {others > 0 && (
        <div class="settings-end">
          <Button onClick={endOthers}>{t('settings.sessions.others')}</Button>
        </div>
      )}
    </>
  )
}

function Failed({ fault }: { fault: ApiFault }) {
  return (
    <div class="settings-failed">
      <p>{t('settings.loadFailed')}</p>
      <p>{faultText(fault)}</p>
      <Button onClick={here.load}>{t('action.retry')}</Button>
    </div>
  )
}

function Device({ one }: { one: Session }) {
  const known = deviceOf(one.agent)
  const device = known ? t('settings.sessions.device', known) : t('settings.sessions.unknown')
  async function end(): Promise<void> {
    const fault = await here.revoke(one.id)
    toast(
      fault
        ? { text: faultText(fault), tone: 'danger' }
        : { text: t('settings.sessions.revoked', { device }) },
    )
  }
  return (
    <li class="session">
      <Icon of={MonitorSmartphone} />
      <div>
        <span class="settings-label" data-tip={one.agent}>
          {device}
        </span>
        <p>
          {one.current ? (
            t('settings.sessions.current')
          ) : (
            <Between text={t('settings.sessions.seen', { when: '\0' })}>
              <RelativeTime at={one.seen} />
            </Between>
          )}
        </p>
      </div>
      {!one.current && (
        <Button
          kind="quiet"
          size="small"
          aria-label={t('settings.sessions.revokeNamed', { device })}
          onClick={end}
        >
          {t('settings.sessions.revoke')}
        </Button>
      )}
    </li>
  )
}

/** A sentence with an element in the place of its parameter. */
function Between({ text, children }: { text: string; children: preact.ComponentChildren }) {
  const [before, after] = text.split('\0')
  return (
    <>
      {before}
      {children}
      {after}
    </>
  )
}
