/** What one looks at on the map: how it begins and ends, and what can be done with it. */
import { useEffect } from 'preact/hooks'
import type { Run } from '../../shared/branch-map.ts'
import { useApp } from '../context.ts'
import { exactTime } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { Button } from '../ui/button.tsx'
import { bringTo, endOf } from './bring.ts'
import { nameOfModel } from './map-tree.tsx'

type Props = {
  conversation: ConversationModel
  run: Run
  /** The answer that goes along with its question. */
  answer: string | undefined
  /** One chooses where a message shall go. */
  carrying: boolean
  /** It is not on the screen already. */
  elsewhere: boolean
  onGo: (message: string) => void
  onChoose: () => void
  onBrought: () => void
}

/** Whoever only passes does not ask. */
const REST_MS = 120

export function MapPreview({
  conversation,
  run,
  answer,
  carrying,
  elsewhere,
  onGo,
  onChoose,
  onBrought,
}: Props) {
  const { catalog } = useApp()
  const { branches } = conversation
  const text = branches.glances.value.get(run.id) ?? run.text
  const end = endOf(conversation)
  useEffect(() => {
    const timer = setTimeout(() => branches.glance(run.id), REST_MS)
    return () => clearTimeout(timer)
  }, [run])
  const bring = (...of: string[]) => {
    if (!end) return
    onBrought()
    bringTo(conversation, end.id, of)
  }
  const isOpen = run.state === 'open' && run.count === 1
  return (
    <section class="map-preview" aria-label={t('map.preview')}>
      <p class="map-by">
        <strong dir="auto">
          {run.role === 'user' ? t('message.user') : nameOfModel(run.model, catalog)}
        </strong>
        <time dateTime={new Date(run.created).toISOString()}>{exactTime(run.created)}</time>
      </p>
      <p class="map-words" dir="auto">
        {text || t(isOpen ? 'map.writing' : 'map.empty')}
      </p>
      {run.last && (
        <p class="map-last">
          <small>{t('map.ends')}</small>
          <span dir="auto">{run.last}</span>
        </p>
      )}
      <div class="map-ways">
        <Button kind="primary" onClick={onChoose} aria-disabled={carrying && run.state === 'open'}>
          {t(carrying ? 'map.put' : 'map.show')}
        </Button>
        {!carrying && run.count > 1 && <Button onClick={() => onGo(run.end)}>{t('map.showEnd')}</Button>}
        {!carrying && elsewhere && !isOpen && (
          <Button kind="quiet" aria-disabled={!end} onClick={() => bring(run.id)}>
            {t('map.bring')}
          </Button>
        )}
        {!carrying && elsewhere && answer && (
          <Button kind="quiet" aria-disabled={!end} onClick={() => bring(run.id, answer)}>
            {t('map.bringBoth')}
          </Button>
        )}
      </div>
    </section>
  )
}
