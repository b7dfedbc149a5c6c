/** The models that are asked together, above the bar of the composer: one press takes one out, or all. */
import { X } from 'lucide'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { Icon } from '../ui/icon.tsx'

export function CompareChips({ conversation }: { conversation: ConversationModel }) {
  const { catalog } = useApp()
  const { compare } = conversation
  const picks = compare.picks.value
  if (picks.length === 0) return null
  return (
    <fieldset class="compare-chips" aria-label={t('compare.asked')}>
      {picks.map((pick) => {
        const name = catalog.find(pick)?.label ?? pick.model
        return (
          <button
            key={`${pick.endpoint}/${pick.model}`}
            type="button"
            class="chip"
            aria-label={t('compare.drop', { model: name })}
            data-tip={t('compare.drop', { model: name })}
            onClick={() => compare.drop(pick)}
          >
            <span dir="auto">{name}</span>
            <Icon of={X} size={14} />
          </button>
        )
      })}
      <button type="button" class="way" onClick={() => compare.ask([])}>
        {t('compare.leave')}
      </button>
    </fieldset>
  )
}
