/** One parameter: a slider with its number, a number, a choice, a switch, or a few texts; the vendor's default until it is set. */
import { RotateCcw } from 'lucide'
import { useId } from 'preact/hooks'
import type { Shown } from '../../shared/defined.ts'
import type { Options } from '../../shared/setup.ts'
import { type Key, t } from '../i18n/index.ts'
import type { Tuning } from '../models/tuning.ts'
import { IconButton } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { fitHeight } from './grow.ts'

type Props = { parameter: Shown; tuning: Tuning }
type Of<K extends Shown['kind']> = { parameter: Extract<Shown, { kind: K }>; tuning: Tuning }

export function ParameterField({ parameter, tuning }: Props) {
  switch (parameter.kind) {
    case 'range':
      return <Range parameter={parameter} tuning={tuning} />
    case 'whole':
      return <Whole parameter={parameter} tuning={tuning} />
    case 'choice':
      return <Choice parameter={parameter} tuning={tuning} />
    case 'switch':
      return <Switch parameter={parameter} tuning={tuning} />
    case 'texts':
      return <Texts parameter={parameter} tuning={tuning} />
  }
}

const nameOf = ({ key, said }: Shown) => said?.label ?? t(`param.${key}` as Key)
const hintOf = ({ key, said }: Shown) => said?.hint ?? t(`param.${key}.hint` as Key)

/** Where the operator wants it: several may stand beside each other. */
function placeOf({ said }: Shown) {
  const { span = 12 } = said ?? {}
  return { class: 'tune-field', style: { '--span': span }, 'data-narrow': span < 12 }
}

/** The name, with the operator's default where they want it said. */
function Name({ parameter, of }: { parameter: Shown; of?: string }) {
  const { showsUsual, usual, bare, names } = parameter.said ?? {}
  const words = String(names?.[String(usual)] ?? usual)
  const name = (
    <>
      <span dir="auto">{nameOf(parameter)}</span>
      {showsUsual && <span class="tune-usual">{t('tune.defaultIs', { value: words })}</span>}
    </>
  )
  const look = bare ? 'hidden-text' : 'tune-name'
  return of ? (
    <label class={look} for={of}>
      {name}
    </label>
  ) : (
    <span class={look}>{name}</span>
  )
}

function Range({ parameter, tuning }: Of<'range'>) {
  const { key, min, max, step, usual, said } = parameter
  const id = useId()
  const value = tuning.setup.value.options?.[key] as number | undefined
  const standard = said?.placeholder ?? (said?.usual === undefined ? t('tune.default') : String(usual))
  const set = (text: string) => {
    const number = Number(text)
    if (text === '') tuning.set(key, undefined)
    else if (Number.isFinite(number)) tuning.set(key, Math.min(max, Math.max(min, number)))
  }
  return (
    <div {...placeOf(parameter)} data-default={value === undefined}>
      <Name parameter={parameter} of={id} />
      <Value parameter={parameter} value={value} tuning={tuning}>
        {!said?.alone && (
          <input
            class="input"
            type="number"
            inputMode="decimal"
            aria-label={t('tune.number', { name: nameOf(parameter) })}
            {...{ min, max, step }}
            value={value ?? ''}
            placeholder={standard}
            onChange={(event) => set(event.currentTarget.value)}
          />
        )}
      </Value>
      <input
        id={id}
        class="tune-wide"
        type="range"
        {...{ min, max, step }}
        value={value ?? usual}
        style={{ '--at': ((value ?? usual) - min) / (max - min) }}
        aria-valuetext={value === undefined ? standard : String(value)}
        aria-describedby={`${id}-hint`}
        onInput={(event) => set(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} dir="auto">
        {hintOf(parameter)}
      </p>
    </div>
  )
}

function Whole({ parameter, tuning }: Of<'whole'>) {
  const { key, min, max, usual, said } = parameter
  const id = useId()
  const value = tuning.setup.value.options?.[key] as number | undefined
  return (
    <div {...placeOf(parameter)}>
      <Name parameter={parameter} of={id} />
      <Value parameter={parameter} value={value} tuning={tuning}>
        <input
          id={id}
          class="input"
          type="number"
          inputMode="numeric"
          {...{ min, max }}
          step={1}
          value={value ?? ''}
          placeholder={said?.placeholder ?? (usual === undefined ? t('tune.default') : String(usual))}
          aria-describedby={`${id}-hint`}
          onChange={({ currentTarget: field }) => {
            const number = Math.round(Number(field.value))
            if (field.value === '' || !Number.isFinite(number)) tuning.set(key, undefined)
            else tuning.set(key, Math.min(max, Math.max(min, number)))
          }}
        />
      </Value>
      <p id={`${id}-hint`} dir="auto">
        {hintOf(parameter)}
      </p>
    </div>
  )
}

function Choice({ parameter, tuning }: Of<'choice'>) {
  const { key, of, usual, said } = parameter
  const value = (tuning.setup.value.options?.[key] as string | undefined) ?? ''
  const wordOf = (level: string) => said?.names?.[level] ?? t(`level.${level}` as Key)
  const standard = usual ? t('tune.defaultIs', { value: wordOf(usual) }) : t('tune.default')
  // What was set for another model is sent as what is nearest to it, and shown as itself.
  const levels = value === '' || of.includes(value) ? of : [...of, value]
  return (
    <div {...placeOf(parameter)}>
      <Name parameter={parameter} />
      <Select
        label={nameOf(parameter)}
        value={value}
        options={[
          { value: '', label: standard },
          ...levels.map((level) => ({ value: level, label: wordOf(level) })),
        ]}
        onChange={(next) => tuning.set(key, (next || undefined) as Options[typeof key])}
      />
      <p dir="auto">{hintOf(parameter)}</p>
    </div>
  )
}

function Switch({ parameter, tuning }: Of<'switch'>) {
  const { key, usual } = parameter
  const id = useId()
  const on = (tuning.setup.value.options?.[key] as boolean | undefined) ?? usual
  return (
    <div {...placeOf(parameter)}>
      <Name parameter={parameter} of={id} />
      <input
        id={id}
        class="switch"
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        aria-describedby={`${id}-hint`}
        onChange={({ currentTarget: { checked } }) =>
          tuning.set(key, (checked === usual ? undefined : checked) as Options[typeof key])
        }
      />
      <p id={`${id}-hint`} dir="auto">
        {hintOf(parameter)}
      </p>
    </div>
  )
}

function Texts({ parameter, tuning }: Of<'texts'>) {
  const { key, most, said } = parameter
  const id = useId()
  const value = (tuning.setup.value.options?.[key] as string[] | undefined) ?? []
  return (
    <div {...placeOf(parameter)}>
      <Name parameter={parameter} of={id} />
      <textarea
        id={id}
        class="input tune-wide"
        style={{ minBlockSize: '2.25rem' }}
        rows={1}
        dir="auto"
        spellcheck={false}
        value={value.join('\n')}
        placeholder={said?.placeholder ?? textsOf(said?.usual)}
        aria-describedby={`${id}-hint`}
        onInput={(event) => fitHeight(event.currentTarget)}
        onChange={(event) => {
          const texts = event.currentTarget.value.split('\n').filter(Boolean).slice(0, most)
          const short = texts.map((text) => text.slice(0, 256))
          tuning.set(key, short.length > 0 ? (short as Options[typeof key]) : undefined)
        }}
      />
      <p id={`${id}-hint`} dir="auto">
        {said?.hint ?? t('param.stop.hint', { count: most })}
      </p>
    </div>
  )
}

const textsOf = (value: unknown) => (Array.isArray(value) ? value.join('\n') : undefined)

function Value({
  parameter,
  value,
  tuning,
  children,
}: Props & { value: number | undefined; children: preact.ComponentChildren }) {
  return (
    <span class="tune-value">
      <IconButton
        icon={RotateCcw}
        size={14}
        label={t('tune.reset', { name: nameOf(parameter) })}
        aria-disabled={value === undefined}
        tabIndex={value === undefined ? -1 : 0}
        onClick={() => tuning.set(parameter.key, undefined)}
      />
      {children}
    </span>
  )
}
