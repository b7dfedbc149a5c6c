/** The list of models: found by typing, grouped by where they are. Loaded on demand; zag's combobox does the keyboard. */

import { useSignal } from '@preact/signals'
import * as combobox from '@zag-js/combobox'
import { normalizeProps, useMachine } from '@zag-js/preact'
import { Check, Columns2, Search, Square, SquareCheck, X } from 'lucide'
import type { ComponentProps } from 'preact'
import { createPortal } from 'preact/compat'
import { useEffect, useId, useMemo } from 'preact/hooks'
import type { ModelInfo } from '../../shared/catalog.ts'
import { MAX_COMPARED } from '../../shared/comparison.ts'
import type { Pick } from '../../shared/message.ts'
import { direction, locale, t } from '../i18n/index.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

export type PickerProps = {
  /** The id of the button it opens from. */
  anchor: string
  models: readonly ModelInfo[]
  /** Shown above them, as if they were models of an endpoint of their own. */
  presets: readonly ModelInfo[]
  chosen: Pick | null
  /** The models that are asked together; empty: one at a time. */
  compared: readonly Pick[]
  /** Begins with marking several. */
  several: boolean
  onChoose: (pick: Pick) => void
  onCompare: (picks: readonly Pick[]) => void
  onClose: () => void
}

type Api = ReturnType<typeof combobox.connect>
/** Zag types them for any framework. */
type InputProps = ComponentProps<'input'>

/** So many are seen at a glance: the field to find one takes keys, but no room. */
const FEW = 6
/** Nobody reads more; typing finds the rest. */
const MAX_SHOWN = 200

export function ModelPicker(props: PickerProps) {
  const { anchor, models, presets, chosen, compared, onChoose, onCompare, onClose } = props
  const id = useId()
  const query = useSignal('')
  /** Several are marked and asked together. */
  const several = useSignal(props.several)
  const found = useMemo(
    () => search(several.value ? models : [...presets, ...models], query.value),
    [models, presets, query.value, several.value],
  )
  const marked = (compared.length > 0 ? compared : chosen ? [chosen] : []).map(keyOf)
  const full = several.value && marked.length >= MAX_COMPARED
  const collection = useMemo(
    () =>
      combobox.collection({
        items: found,
        itemToValue: keyOf,
        itemToString: ({ label }) => label,
        isItemDisabled: (model) => full && !marked.includes(keyOf(model)),
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
      const pick = { endpoint: model.endpoint, model: model.model }
      if (!several.peek()) onChoose(pick)
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
          {[...Map.groupBy(found, ({ endpoint }) => endpoint)].map(([endpoint, group]) => (
            <Group key={endpoint} api={api} models={group} several={several.value} />
          ))}
        </div>
        {found.length === 0 && <p class="picker-none">{t('models.none')}</p>}
        {models.length > 1 && (
          <div class="picker-foot">
            {several.value && (
              <span role="status">{t('compare.marked', { count: marked.length, most: MAX_COMPARED })}</span>
            )}
            <Button size="small" kind="quiet" icon={several.value ? X : Columns2} onClick={toggle}>
              {several.value ? t('compare.leave') : t('compare.many')}
            </Button>
          </div>
        )}
      </div>
    </div>,
    document.body,
  )
}

type GroupProps = { api: Api; models: readonly ModelInfo[]; several: boolean }

function Group({ api, models, several }: GroupProps) {
  const { endpoint, endpointLabel } = models[0]!
  return (
    <div {...api.getItemGroupProps({ id: endpoint })} class="menu-group">
      <div {...api.getItemGroupLabelProps({ htmlFor: endpoint })} class="menu-heading" dir="auto">
        {endpointLabel}
      </div>
      {models.map((model) => (
        <Row key={keyOf(model)} api={api} model={model} several={several} />
      ))}
    </div>
  )
}

function Row({ api, model, several }: { api: Api; model: ModelInfo; several: boolean }) {
  const { selected } = api.getItemState({ item: model })
  const size =
    model.context && new Intl.NumberFormat(locale.value, { notation: 'compact' }).format(model.context)
  const about = [model.about, size && t('models.context', { size })].filter(Boolean).join(' · ')
  return (
    <div {...api.getItemProps({ item: model })} class="menu-item">
      <span class="menu-words">
        <span dir="auto">{model.label}</span>
        {about && <small dir="auto">{about}</small>}
      </span>
      {several ? (
        <Icon of={selected ? SquareCheck : Square} size={16} />
      ) : (
        <Icon of={Check} size={16} class={selected ? '' : 'unchecked'} />
      )}
    </div>
  )
}

function keyOf({ endpoint, model }: Pick): string {
  return `${endpoint}/${model}`
}

/** Every word of `query` occurs somewhere in the name of the model or of its endpoint. */
function search(models: readonly ModelInfo[], query: string): ModelInfo[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return models
    .filter(({ label, model, endpointLabel }) => {
      const names = `${label} ${model} ${endpointLabel}`.toLowerCase()
      return words.every((word) => names.includes(word))
    })
    .slice(0, MAX_SHOWN)
}
