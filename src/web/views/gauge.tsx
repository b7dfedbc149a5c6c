/** A ring that says how much of what the model may be sent is used. What it opens is loaded when somebody comes near. */
import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useId } from 'preact/hooks'
import { usedOf } from '../../shared/context.ts'
import { mediaOf, mediaTokens } from '../../shared/media.ts'
import type { FilePart } from '../../shared/parts.ts'
import { estimateTokens } from '../../shared/tokens.ts'
import { percent } from '../i18n/amounts.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { later } from '../ui/later.tsx'

const load = () => import('./gauge-panel.tsx')
const Panel = later(async () => (await load()).GaugePanel)

/** What is asked while something changes is asked once. */
const SETTLE_MS = 400
/** Bytes of a token in a file that the server has not seen yet. */
const BYTES = 4
/** From here on the ring stands out: soon something is left out. */
const MUCH = 0.8

/** Circumference of the ring. */
const ROUND = 2 * Math.PI * 6

const tokensOf = ({ mime, size }: FilePart) =>
  mediaOf(mime) ? mediaTokens(mime, size) : Math.ceil(size / BYTES)

export function Gauge({ conversation }: { conversation: ConversationModel }) {
  const id = useId()
  const open = useSignal(false)
  const written = useComputed(
    () =>
      estimateTokens(conversation.composer.text.value) +
      conversation.attached.files.value.reduce((sum, file) => sum + tokensOf(file), 0),
  )

  useSignalEffect(() => {
    const last = conversation.last.value
    const model = conversation.pick.value
    conversation.facts.value
    conversation.setup.value
    const known = last?.delivery.value === 'sent' && last.state.value !== 'open'
    if (!known || !model || conversation.status.value !== 'open') return
    const timer = setTimeout(() => conversation.askContext(last.id, model), SETTLE_MS)
    return () => clearTimeout(timer)
  })

  const use = conversation.context.value?.use
  if (!use || !conversation.last.value) return null
  const share = (usedOf(use) + written.value) / use.budget
  const full = share >= MUCH || use.left > 0
  const label = t('gauge.button', { share: percent(Math.min(share, 1)) })
  return (
    <>
      <button
        type="button"
        class="icon-button gauge"
        data-kind="quiet"
        data-full={full}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-tip={label}
        popovertarget={`${id}-panel`}
        style={{ anchorName: '--gauge' }}
        onPointerEnter={load}
        onFocus={load}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <circle cx="8" cy="8" r="6" />
          <circle cx="8" cy="8" r="6" stroke-dasharray={`${Math.min(share, 1) * ROUND} ${ROUND}`} />
        </svg>
      </button>
      <div
        id={`${id}-panel`}
        class="gauge-panel"
        popover="auto"
        role="dialog"
        aria-label={t('gauge.title')}
        onBeforeToggle={(event) => {
          open.value = (event as unknown as ToggleEvent).newState === 'open'
        }}
      >
        {open.value && (
          <Panel
            conversation={conversation}
            use={use}
            written={written.value}
            close={() => document.getElementById(`${id}-panel`)?.hidePopover()}
          />
        )}
      </div>
    </>
  )
}
