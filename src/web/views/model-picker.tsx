/** The list of models: found by typing, grouped by where they are. Loaded on demand; zag's combobox does the keyboard. */

import { useSignal } from '@preact/signals'
import * as combobox from '@zag-js/combobox'
import { normalizeProps, useMachine } from '@zag-js/preact'
import { Check, Columns2, KeyRound, Search, Square, SquareCheck, Star, TriangleAlert, X } from 'lucide'
import type { ComponentChildren, ComponentProps } from 'preact'
import { createPortal } from 'preact/compat'
import { useEffect, useId, useMemo } from 'preact/hooks'
import type { EndpointInfo, ModelInfo } from '../../shared/catalog.ts'
import { MAX_COMPARED } from '../../shared/comparison.ts'
import type { Pick } from '../../shared/message.ts'
import { now } from '../i18n/clock.ts'
import { direction, locale, t } from '../i18n/index.ts'
import { pickOf } from '../models/catalog.ts'
import {
  type Group,
  groupsOf,
  type Hindrance,
  hindranceOf,
  keyOf,
  search,
  shownOf,
} from '../models/model-list.ts'
import { announce } from '../ui/announce.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { ModelIcon } from './model-icon.tsx'

export type PickerProps = {
  /** The id of the button it opens from. */
  anchor: string
  models: readonly ModelInfo[]
  /** Shown above them, as if they were models of an endpoint of their own. */
  presets: readonly ModelInfo[]
  endpoints: readonly EndpointInfo[]
  /** They stand before all others. */
  favorites: readonly Pick[]
  chosen: Pick | null
  /** The models that are asked together; empty: one at a time. */
  compared: readonly Pick[]
  /** Several may be asked at once. */
  comparable: boolean
  /** Begins with marking several. */
  several: boolean
  onChoose: (pick: Pick) => void
  onCompare: (picks: readonly Pick[]) => void
  onFavorites: (picks: readonly Pick[]) => void
  /** This one needs a key first. */
  onKey: (model: ModelInfo) => void
  onClose: () => void
}

type Api = ReturnType<typeof combobox.connect>
/** Zag types them for any framework. */
type InputProps = ComponentProps<'input'>

/** So many are seen at a glance: the field to find one takes keys, but no room. */
const FEW = 6
export function ModelPicker(props: PickerProps) {
  const { anchor, presets, endpoints, favorites, chosen, compared, onChoose, onCompare, onClose } = props
  const models = useMemo(() => props.models.filter(({ hidden }) => !hidden), [props.models])
  const id = useId()
  const query = useSignal('')
  /** Several are marked and asked together. */
  const several = useSignal(props.several)
  const groups = useMemo(() => {
    const titles = { favorites: t('models.favorites'), specs: t('models.specs') }
    const all = groupsOf(search(models, query.value), favorites, endpoints, titles)
    const own = several.value ? [] : groupsOf(search(presets, query.value), [], [], titles)
    const first = all[0]?.id === 'favorites' ? 1 : 0
    return shownOf(all.toSpliced(first, 0, ...own))
  }, [models, presets, endpoints, favorites, query.value, several.value])
  const found = useMemo(() => groups.flatMap((group) => group.models), [groups])
  const hindered = (model: ModelInfo) => hindranceOf(model, endpoints, now.value)
  const marked = (compared.length > 0 ? compared : chosen ? [chosen] : []).map(keyOf)
  const full = several.value && marked.length >= MAX_COMPARED
  const collection = useMemo(
    () =>
      combobox.collection({
        items: found,
        itemToValue: keyOf,
        itemToString: ({ label }) => label,
        isItemDisabled: (model) => model.gone !== undefined || (full && !marked.includes(keyOf(model))),
      }),
    [found, full, marked.join()],
  )
  const value = chosen ? keyOf(chosen) : ''
  const service = useMachine(combobox.machine, {
    id,
    ids: { control: anchor, trigger: anchor },
    dir: direction.value,
    collection,
    composite: false,
    defaultOpen: true,
    multiple: several.value,
    closeOnSelect: !several.value,
    // Not only what is found: a value that changes empties the field.
    value: marked,
    defaultHighlightedValue: value,
    inputBehavior: 'autohighlight',
    selectionBehavior: 'clear',
    placeholder: t('models.find'),
    positioning: { placement: 'top-start', gutter: 8, overflowPadding: 8, sameWidth: false },
    onInputValueChange: ({ inputValue }) => {
      query.value = inputValue
    },
    onOpenChange: ({ open }) => !open && close(),
    onSelect: ({ itemValue }) => {
      const model = found.find((one) => keyOf(one) === itemValue)
      if (!model) return
      const pick = pickOf(model)
      const why = hindered(model)
      if (why === 'key' || why === 'expired') props.onKey(model)
      else if (!several.peek()) onChoose(pick)
      else mark(pick)
    },
  })
  const api = combobox.connect(service, normalizeProps)

  /** One more, or one less. The last one stays: somebody must answer. */
  function mark(pick: Pick): void {
    const now = compared.length > 0 ? compared : chosen ? [chosen] : []
    const others = now.filter((one) => keyOf(one) !== keyOf(pick))
    const next = others.length < now.length ? others : [...now, pick]
    if (next.length > 1) onCompare(next)
    else if (next[0]) onChoose(next[0])
  }

  const liked = favorites.map(keyOf)
  const lit = found.find((model) => keyOf(model) === api.highlightedValue && !presets.includes(model))

  function like(model: ModelInfo): void {
    const is = liked.includes(keyOf(model))
    const others = favorites.filter((one) => keyOf(one) !== keyOf(model))
    props.onFavorites(is ? others : [...others, pickOf(model)])
    announce(t(is ? 'models.unliked' : 'models.liked', { name: model.label }))
  }

  function toggle(): void {
    several.value = !several.peek()
    if (!several.peek()) onCompare([])
    document.querySelector<HTMLElement>('.picker input')?.focus({ preventScroll: true })
  }

  function close(): void {
    onClose()
    document.getElementById(anchor)?.focus({ preventScroll: true })
  }

  useEffect(() => {
    document.querySelector<HTMLElement>('.picker input')?.focus({ preventScroll: true })
    document.querySelector('.picker [data-state=checked]')?.scrollIntoView({ block: 'nearest' })
  }, [])

  return createPortal(
    <div {...api.getPositionerProps()} class="menu-place">
      <div {...api.getContentProps()} class="menu picker" data-many={models.length > FEW}>
        <span id={api.getLabelProps().id} class="hidden-text">
          {t('models.list')}
        </span>
        <div class={models.length > FEW ? 'picker-find' : 'hidden-text'}>
          <Icon of={Search} size={16} />
          <input {...(api.getInputProps() as InputProps)} aria-label={t('models.find')} />
        </div>
        <div {...api.getListProps()} class="picker-list" tabIndex={-1}>
          {groups.map((group) => (
            <GroupView key={group.id} api={api} group={group}>
              {group.models.map((model) => (
                <Row
                  key={keyOf(model)}
                  api={api}
                  model={model}
                  several={several.value}
                  why={hindered(model)}
                  inside={group.id === `of ${model.endpoint}`}
                  liked={liked.includes(keyOf(model))}
                  onLike={presets.includes(model) ? undefined : like}
                />
              ))}
            </GroupView>
          ))}
        </div>
        {found.length === 0 && <p class="picker-none">{t('models.none')}</p>}
        {models.length > 1 && (
          <div class="picker-foot">
            {several.value && (
              <span role="status">{t('compare.marked', { count: marked.length, most: MAX_COMPARED })}</span>
            )}
            {!several.value && lit && (
              <IconButton
                icon={Star}
                size={16}
                class="picker-like"
                label={t(liked.includes(keyOf(lit)) ? 'models.unlike' : 'models.like', { name: lit.label })}
                aria-pressed={liked.includes(keyOf(lit))}
                onClick={() => like(lit)}
              />
            )}
            {props.comparable && (
              <Button size="small" kind="quiet" icon={several.value ? X : Columns2} onClick={toggle}>
                {several.value ? t('compare.leave') : t('compare.many')}
              </Button>
            )}
          </div>
        )}
      </div>
    </div>,
    document.body,
  )
}

function GroupView({ api, group, children }: { api: Api; group: Group; children: ComponentChildren }) {
  const { id, label, icon, about } = group
  return (
    <div {...api.getItemGroupProps({ id })} class="menu-group">
      <div
        {...api.getItemGroupLabelProps({ htmlFor: id })}
        class="menu-heading"
        data-icon={icon !== undefined}
        dir="auto"
      >
        {icon && <ModelIcon icon={icon} label={label} />}
        {label}
        {about && <small>{t('models.why.away')}</small>}
      </div>
      {children}
    </div>
  )
}

type RowProps = {
  api: Api
  model: ModelInfo
  several: boolean
  why: Hindrance | null
  /** It stands under the name of its endpoint. */
  inside: boolean
  liked: boolean
  onLike: ((model: ModelInfo) => void) | undefined
}

function Row({ api, model, several, why, inside, liked, onLike }: RowProps) {
  const { selected } = api.getItemState({ item: model })
  const words = why && !(why === 'away' && inside) ? t(`models.why.${why}`) : null
  const about = [words ? null : model.about, ...factsOf(model)].filter(Boolean).join(' · ')
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
        {about && <small dir="auto">{about}</small>}
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
      {several ? (
        <Icon of={selected ? SquareCheck : Square} size={16} />
      ) : (
        <Icon of={Check} size={16} class={selected ? '' : 'unchecked'} />
      )}
    </div>
  )
}

/** What is known of it, in a few words: how much it reads, what it takes, what it costs. */
function factsOf({ context, takes = [], reasons, price }: ModelInfo): string[] {
  const size = context && new Intl.NumberFormat(locale.value, { notation: 'compact' }).format(context)
  const money = (value: number) =>
    new Intl.NumberFormat(locale.value, {
      style: 'currency',
      currency: 'USD',
      maximumFractionDigits: 2,
    }).format(value)
  return [
    ...(size ? [t('models.context', { size })] : []),
    ...(takes.includes('image') ? [t('models.sees')] : []),
    ...(reasons ? [t('models.reasons')] : []),
    ...(price ? [t('models.price', { input: money(price.input), output: money(price.output) })] : []),
  ]
}
