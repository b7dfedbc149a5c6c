/** The list of models: found by typing, grouped by where they are. Loaded on demand; zag's combobox does the keyboard. */

import { useSignal } from '@preact/signals'
import * as combobox from '@zag-js/combobox'
import { normalizeProps, useMachine } from '@zag-js/preact'
import { Columns2, Search, Star, X } from 'lucide'
import type { ComponentChildren } from 'preact'
import { createPortal } from 'preact/compat'
import { useEffect, useId, useMemo, useRef } from 'preact/hooks'
import type { EndpointInfo, ModelInfo } from '../../shared/catalog.ts'
import { MAX_COMPARED } from '../../shared/comparison.ts'
import type { Pick } from '../../shared/message.ts'
import { now } from '../i18n/clock.ts'
import { direction, t } from '../i18n/index.ts'
import { pickOf } from '../models/catalog.ts'
import { isEntry, missing, nameSought, withEntries } from '../models/missing.ts'
import { type Group, groupsOf, hindranceOf, keyOf, search, shownOf } from '../models/model-list.ts'
import { announce } from '../ui/announce.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { fieldOf, OWN_FIELD, useInSight } from '../ui/combobox.ts'
import { Icon } from '../ui/icon.tsx'
import { ModelIcon } from './model-icon.tsx'
import { Entry, Row } from './model-row.tsx'

export type PickerProps = {
  /** The id of the button it opens from. */
  anchor: string
  models: readonly ModelInfo[]
  /** What is chosen, liked, or part of a preset: it is shown also where it is not there to be asked. */
  named: readonly Pick[]
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
  /** May have this one brought to its machine, and any by its name ('': it is asked for); undefined: may not. */
  onDownload: ((model: ModelInfo, name: string) => void) | undefined
  onClose: () => void
}

type Api = ReturnType<typeof combobox.connect>

/** So many are seen at a glance: the field to find one takes keys, but no room. */
const FEW = 6
export function ModelPicker(props: PickerProps) {
  const { anchor, presets, endpoints, favorites, chosen, compared, onChoose, onCompare, onClose } = props
  const models = useMemo(
    () => [...props.models.filter(({ hidden }) => !hidden), ...missing(props.named, props.models, endpoints)],
    [props.models, endpoints, props.named.map(keyOf).join()],
  )
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const query = useSignal('')
  /** Several are marked and asked together. */
  const several = useSignal(props.several)
  const bring = several.value ? undefined : props.onDownload
  const groups = useMemo(() => {
    const titles = { favorites: t('models.favorites'), specs: t('models.specs') }
    const all = groupsOf(search(models, query.value), favorites, endpoints, titles)
    const own = several.value ? [] : groupsOf(search(presets, query.value), [], [], titles)
    const first = all[0]?.id === 'favorites' ? 1 : 0
    const shown = shownOf(all.toSpliced(first, 0, ...own))
    if (!bring) return shown
    return withEntries(shown, endpoints, query.value, (name) =>
      name ? t('models.download.named', { name }) : t('models.download'),
    )
  }, [models, presets, endpoints, favorites, query.value, several.value, bring === undefined])
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
        isItemDisabled: (model) =>
          (model.gone !== undefined && !(bring && model.gone === 'download')) ||
          (full && !marked.includes(keyOf(model))),
      }),
    [found, full, marked.join(), bring === undefined],
  )
  const value = chosen ? keyOf(chosen) : ''
  const service = useMachine(combobox.machine, {
    id,
    ids: { ...OWN_FIELD, control: anchor, trigger: anchor },
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
    positioning: { placement: 'top-start', gutter: 8, overflowPadding: 8, sameWidth: false, overlap: true },
    onInputValueChange: ({ inputValue, reason }) => {
      query.value = inputValue
      // What was chosen empties the field.
      if (reason !== 'input-change' && field.current) field.current.value = inputValue
    },
    onOpenChange: ({ open }) => !open && close(),
    onSelect: ({ itemValue }) => {
      const model = found.find((one) => keyOf(one) === itemValue)
      if (!model) return
      const pick = pickOf(model)
      if (model.gone === 'download') {
        bring?.(model, isEntry(model) ? nameSought(query.peek()) : model.model)
        return
      }
      const why = hindered(model)
      if (why === 'key' || why === 'expired') props.onKey(model)
      else if (!several.peek()) onChoose(pick)
      else mark(pick)
    },
  })
  const api = combobox.connect(service, normalizeProps)
  useInSight(list, api.highlightedValue)

  /** One more, or one less. The last one stays: somebody must answer. */
  function mark(pick: Pick): void {
    const now = compared.length > 0 ? compared : chosen ? [chosen] : []
    const others = now.filter((one) => keyOf(one) !== keyOf(pick))
    const next = others.length < now.length ? others : [...now, pick]
    if (next.length > 1) onCompare(next)
    else if (next[0]) onChoose(next[0])
  }

  const liked = favorites.map(keyOf)
  const lit = found.find(
    (model) => keyOf(model) === api.highlightedValue && !presets.includes(model) && !isEntry(model),
  )

  function like(model: ModelInfo): void {
    const is = liked.includes(keyOf(model))
    const others = favorites.filter((one) => keyOf(one) !== keyOf(model))
    props.onFavorites(is ? others : [...others, pickOf(model)])
    announce(t(is ? 'models.unliked' : 'models.liked', { name: model.label }))
  }

  function toggle(): void {
    several.value = !several.peek()
    if (!several.peek()) onCompare([])
    field.current?.focus({ preventScroll: true })
  }

  function close(): void {
    onClose()
    document.getElementById(anchor)?.focus({ preventScroll: true })
  }

  useEffect(() => {
    field.current?.focus({ preventScroll: true })
    list.current?.querySelector('[data-state=checked]')?.scrollIntoView({ block: 'nearest' })
  }, [])

  return createPortal(
    <div {...api.getPositionerProps()} class="menu-place">
      <div {...api.getContentProps()} class="menu picker" data-many={models.length > FEW}>
        <span id={api.getLabelProps().id} class="hidden-text">
          {t('models.list')}
        </span>
        <div class={models.length > FEW ? 'picker-find' : 'hidden-text'}>
          <Icon of={Search} size={16} />
          <input {...fieldOf(api)} ref={field} aria-label={t('models.find')} />
        </div>
        <div {...api.getListProps()} ref={list} class="picker-list" tabIndex={-1}>
          {groups.map((group) => (
            <GroupView key={group.id} api={api} group={group}>
              {group.models.map((model) =>
                isEntry(model) ? (
                  <Entry key={keyOf(model)} api={api} model={model} />
                ) : (
                  <Row
                    key={keyOf(model)}
                    api={api}
                    model={model}
                    several={several.value}
                    why={hindered(model)}
                    inside={group.id === `of ${model.endpoint}`}
                    liked={liked.includes(keyOf(model))}
                    onLike={presets.includes(model) ? undefined : like}
                    brings={bring !== undefined}
                  />
                ),
              )}
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
      >
        {icon && <ModelIcon icon={icon} label={label} />}
        <bdi>{label}</bdi>
        {about && <small>{t('models.why.away')}</small>}
      </div>
      {children}
    </div>
  )
}
