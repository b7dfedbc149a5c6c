/** A model in the list: what it is, what is known of it, why it cannot be asked. */
import type * as combobox from '@zag-js/combobox'
import { Check, Download, KeyRound, Square, SquareCheck, Star, TriangleAlert } from 'lucide'
import type { ModelInfo } from '../../shared/catalog.ts'
import { percent } from '../i18n/amounts.ts'
import { region, t } from '../i18n/index.ts'
import { stage } from '../models/download.ts'
import type { Hindrance } from '../models/model-list.ts'
import { Icon } from '../ui/icon.tsx'
import { ModelIcon } from './model-icon.tsx'

type Api = ReturnType<typeof combobox.connect>

type RowProps = {
  api: Api
  model: ModelInfo
  several: boolean
  why: Hindrance | null
  /** It stands under the name of its endpoint. */
  inside: boolean
  liked: boolean
  onLike: ((model: ModelInfo) => void) | undefined
  /** Choosing what is not downloaded has it downloaded. */
  brings: boolean
}

export function Row({ api, model, several, why, inside, liked, onLike, brings }: RowProps) {
  const { selected } = api.getItemState({ item: model })
  const words = why && !(why === 'away' && inside) ? t(`models.why.${why}`) : null
  const facts = factsOf(model)
  const key = why === 'key' || why === 'expired'
  return (
    <div {...api.getItemProps({ item: model })} class="menu-item">
      {!model.plain && (
        <ModelIcon
          icon={model.icon ?? model.endpoint}
          label={model.spec ? model.label : model.endpointLabel}
        />
      )}
      <span class="menu-words">
        <span dir="auto">{model.label}</span>
        {words && (
          <small class="picker-why">
            <Icon of={key ? KeyRound : TriangleAlert} size={12} />
            {words}
          </small>
        )}
        {!words && model.about && <small dir="auto">{model.about}</small>}
        {facts.length > 0 && (
          <small class="picker-facts">
            {facts.map((fact) => (
              <span key={fact}>{fact} </span>
            ))}
          </small>
        )}
      </span>
      {onLike && !several && (
        // For the pointer; the keyboard has a button below the list.
        <span
          class="picker-star"
          data-liked={liked}
          aria-hidden="true"
          onPointerDown={(event) => event.stopPropagation()}
          onClick={(event) => {
            event.stopPropagation()
            onLike(model)
          }}
        >
          <Icon of={Star} size={14} />
        </span>
      )}
      {why === 'download' && brings ? (
        <span class="picker-bring">
          <Icon of={Download} size={14} />
          {t('download.start')}
        </span>
      ) : several ? (
        <Icon of={selected ? SquareCheck : Square} size={16} />
      ) : (
        <Icon of={Check} size={16} class={selected ? '' : 'unchecked'} />
      )}
    </div>
  )
}

/** The way to have any model brought, or to the one that is on its way. */
export function Entry({ api, model }: Pick<RowProps, 'api' | 'model'>) {
  const now = stage.value
  const share = now?.is === 'running' && now.total > 0 ? ` · ${percent(now.done / now.total)}` : ''
  return (
    <div {...api.getItemProps({ item: model })} class="menu-item picker-entry">
      <Icon of={Download} size={16} />
      <span class="menu-words">
        <span dir="auto">
          {now?.is === 'running' ? t('download.running', { name: now.name }) + share : model.label}
        </span>
      </span>
    </div>
  )
}

/** What is known of it, in a few words: how much it reads, what it takes, what it costs. */
function factsOf({ context, takes = [], reasons, price }: ModelInfo): string[] {
  const size = context && new Intl.NumberFormat(region.value, { notation: 'compact' }).format(context)
  const money = (value: number) =>
    new Intl.NumberFormat(region.value, {
      style: 'currency',
      currency: 'USD',
      maximumFractionDigits: 2,
      trailingZeroDisplay: 'stripIfInteger',
    }).format(value)
  return [
    ...(size ? [t('models.context', { size })] : []),
    ...(takes.includes('image') ? [t('models.sees')] : []),
    ...(reasons ? [t('models.reasons')] : []),
    ...(price ? [t('models.price', { input: money(price.input), output: money(price.output) })] : []),
  ]
}
