/** What stands above the composer when something is to be known: how old this is, and what another device has written. */
import { CloudOff, MonitorSmartphone, TriangleAlert, X } from 'lucide'
import { mayDownload } from '../../shared/ollama.ts'
import { useApp } from '../context.ts'
import { timeOfDay } from '../i18n/amounts.ts'
import { today } from '../i18n/clock.ts'
import { exactTime } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { dismissOffered, useOffered } from '../models/drafts-offered.ts'
import { want } from '../models/wanted-model.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Problem } from '../ui/problem.tsx'
import { focusComposer } from './commands.ts'

type Props = { conversation: ConversationModel }

/** Enough to tell one draft from another. */
const MAX_WORDS = 120

export function ThreadNotes({ conversation }: Props) {
  const at = conversation.asOf.value
  const offered = conversation.composer.offered.value
  const files = conversation.attached.offered.value
  const names = files.map(({ name }) => name).join(', ')
  const words =
    offered === null ? '' : [offered.trim().slice(0, MAX_WORDS), names].filter(Boolean).join(' · ')
  const { catalog, session } = useApp()
  const pick = conversation.pick.value
  const model = catalog.find(pick)
  const absent = pick !== null && catalog.isAbsent(pick)
  return (
    <>
      {pick && catalog.lacks(pick) && (
        <p class="note" role="status">
          <Icon of={TriangleAlert} size={14} />
          <span dir="auto">
            {t(absent ? 'models.absentNote' : 'models.goneNote', {
              name: model?.label ?? pick.spec ?? pick.model,
            })}
          </span>
          {absent && mayDownload(session.user.value?.role) && (
            <Button size="small" kind="outline" onClick={() => want(pick)}>
              {t('download.start')}
            </Button>
          )}
          <Button size="small" kind="quiet" onClick={() => conversation.chooseModel()}>
            {t('models.choose')}
          </Button>
        </p>
      )}
      {typeof at === 'number' && (
        <p class="note" role="status">
          <Icon of={CloudOff} size={14} />
          <span>{t('offline.asOf', { time: at >= today.value ? timeOfDay(at) : exactTime(at) })}</span>
        </p>
      )}
      {words !== '' && (
        <div class="note" role="status">
          <Icon of={MonitorSmartphone} size={14} />
          <span class="note-words" dir="auto">
            {t('draft.offered', { words })}
          </span>
          <Button
            size="small"
            kind="quiet"
            onClick={() => {
              useOffered(conversation)
              focusComposer()
            }}
          >
            {t('draft.use')}
          </Button>
          <IconButton
            icon={X}
            size={16}
            label={t('draft.dismiss')}
            onClick={() => {
              dismissOffered(conversation)
              focusComposer()
            }}
          />
        </div>
      )}
    </>
  )
}

/** The server is out of reach, and this browser has nothing of the conversation. */
export function NotKept() {
  return <Problem title={t('offline.none')} about={t('offline.none.about')} />
}
