/** What went wrong with an answer or a message, in words, and the ways on. */
import { computed, signal } from '@preact/signals'
import { Download, KeyRound, Play, RotateCw, TriangleAlert } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { ERRORS, type Fault as FaultData } from '../../shared/errors.ts'
import { mayDownload } from '../../shared/ollama.ts'
import { useApp } from '../context.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import type { MessageModel } from '../models/message.ts'
import { keyAsked } from '../models/own-keys.ts'
import { want } from '../models/wanted-model.ts'
import { openSettings } from '../route.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { secondsUntil } from './seconds.ts'
import { Line } from './status.tsx'

type Props = { message: MessageModel; conversation: ConversationModel; isLast: boolean }

/** The card of a failed answer. */
export function Fault({ message, conversation, isLast }: Props) {
  const fault = message.fault.value ?? { code: 'internal' as const }
  const { session } = useApp()
  const hasText = message.parts.value.some((part) => part.type === 'text')
  return (
    <FaultCard fault={fault}>
      {isLast && hasText && (
        <Button size="small" icon={Play} onClick={() => conversation.resume(message)}>
          {t('message.continue')}
        </Button>
      )}
      <RetryButton fault={fault} onClick={() => conversation.regenerate(message)} />
      {isLast && (fault.code === 'key_missing' || fault.code === 'key_expired') && (
        <KeyButton message={message} conversation={conversation} />
      )}
      {isLast && fault.code === 'model_not_downloaded' && mayDownload(session.user.value?.role) && (
        <DownloadButton message={message} conversation={conversation} />
      )}
      {fault.code === 'no_credits' && (
        <Button size="small" onClick={() => openSettings('usage')}>
          {t('usage.show')}
        </Button>
      )}
      {!ERRORS[fault.code].retry && isLast && !conversation.compare.drawnFor(message) && (
        <Button size="small" kind="quiet" onClick={() => conversation.chooseModel()}>
          {t('models.choose')}
        </Button>
      )}
    </FaultCard>
  )
}

/** Asks for the key that is missing, and then for the answer. */
function KeyButton({ message, conversation }: Omit<Props, 'isLast'>) {
  const endpoint = message.pick.value?.endpoint
  if (endpoint === undefined) return null
  return (
    <Button
      size="small"
      icon={KeyRound}
      onClick={() => {
        keyAsked.value = { endpoint, after: () => conversation.regenerate(message) }
      }}
    >
      {t('keys.own.enter')}
    </Button>
  )
}

/** Has the model brought to its machine, and then asks for the answer. */
function DownloadButton({ message, conversation }: Omit<Props, 'isLast'>) {
  const pick = message.pick.value
  if (!pick) return null
  return (
    <Button size="small" icon={Download} onClick={() => want(pick, () => conversation.regenerate(message))}>
      {t('download.start')}
    </Button>
  )
}

/** The card of a message that the server did not take. */
export function Refusal({ message, conversation, onEdit }: Omit<Props, 'isLast'> & { onEdit: () => void }) {
  const fault = message.refusal.value ?? { code: 'internal' as const }
  return (
    <FaultCard fault={fault} title={t('message.refused')}>
      <RetryButton fault={fault} onClick={() => conversation.retry(message)} />
      <Button size="small" kind="quiet" onClick={onEdit}>
        {t('message.edit')}
      </Button>
      <Button size="small" kind="quiet" onClick={() => conversation.discard(message)}>
        {t('message.discard')}
      </Button>
    </FaultCard>
  )
}

type CardProps = { fault: FaultData; title?: string; children: ComponentChildren }

function FaultCard({ fault, title, children }: CardProps) {
  const { code, message, from } = fault
  return (
    <div class="fault">
      <Icon of={TriangleAlert} size={16} />
      <div class="fault-words">
        <p>
          {title && <strong>{title}. </strong>}
          {faultText(fault)}
        </p>
        {message && (
          <blockquote dir="auto">{from ? t('message.says', { from, words: message }) : message}</blockquote>
        )}
        <div class="fault-ways">
          {children}
          <code class="fault-code">{code}</code>
        </div>
      </div>
    </div>
  )
}

/** Waits as long as the other side asked to, and says so. */
function RetryButton({ fault, onClick }: { fault: FaultData; onClick: () => void }) {
  const left = useMemo(() => {
    return fault.retryAfterMs ? secondsUntil(Date.now() + fault.retryAfterMs) : signal(0)
  }, [fault])
  const words = useMemo(
    () => computed(() => (left.value > 0 ? `${t('message.retry')} · ${left.value} s` : t('message.retry'))),
    [left],
  )
  return (
    <Button
      size="small"
      icon={RotateCw}
      aria-disabled={left.value > 0}
      onClick={() => left.peek() || onClick()}
    >
      {words}
    </Button>
  )
}

/** The vendor is asked once more. */
export function Retrying({ fault, retryAt }: { fault: FaultData; retryAt: number }) {
  const seconds = useMemo(() => secondsUntil(retryAt), [retryAt])
  const count = seconds.value
  const why =
    fault.from && fault.message
      ? t('message.says', { from: fault.from, words: fault.message })
      : faultText(fault)
  return (
    <Line words={why} more={count > 0 ? t('message.retrying', { count }) : t('message.retryingNow')} live />
  )
}

/** Who was picked, where another one answers, and why. */
export function Instead({ picked, because }: { picked: string; because: FaultData['code'] }) {
  return <small>{t('message.instead', { picked, why: faultText({ code: because }) })}</small>
}
