/** One parameter: a slider with its number, a number, a choice, a switch, or a few texts; the vendor's default until it is set. */
import { RotateCcw } from 'lucide'
import { useId } from 'preact/hooks'
import type { Parameter } from '../../shared/parameters.ts'
import type { Options } from '../../shared/setup.ts'
import { type Key, t } from '../i18n/index.ts'
import type { Tuning } from '../models/tuning.ts'
import { IconButton } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { fitHeight } from './grow.ts'

type Props = { parameter: Parameter; tuning: Tuning }
type Of<K extends Parameter['kind']> = { parameter: Extract<Parameter, { kind: K }>; tuning: Tuning }

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

const nameOf = (key: keyof Options) => t(`param.${key}` as Key)
const hintOf = (key: keyof Options) => t(`param.${key}.hint` as Key)

function Range({ parameter, tuning }: Of<'range'>) {
  const { key, min, max, step, usual } = parameter
  const id = useId()
  const value = tuning.setup.value.options?.[key] as number | undefined
  const set = (text: string) => {
    const number = Number(text)
    if (text === '') tuning.set(key, undefined)
    else if (Number.isFinite(number)) tuning.set(key, Math.min(max, Math.max(min, number)))
  }
  return (
    <div class="tune-field" data-default={value === undefined}>
      <label for={id}>{nameOf(key)}</label>
      <Value parameter={parameter} value={value} tuning={tuning}>
        <input
          class="input"
          type="number"
          inputMode="decimal"
          aria-label={t('tune.number', { name: nameOf(key) })}
          {...{ min, max, step }}
          value={value ?? ''}
          placeholder={t('tune.default')}
          onChange={(event) => set(event.currentTarget.value)}
        />
      </Value>
      <input
        id={id}
        class="tune-wide"
        type="range"
        {...{ min, max, step }}
        value={value ?? usual}
        style={{ '--at': ((value ?? usual) - min) / (max - min) }}
        aria-valuetext={value === undefined ? t('tune.default') : String(value)}
        aria-describedby={`${id}-hint`}
        onInput={(event) => set(event.currentTarget.value)}
      />
      <p id={`${id}-hint`}>{hintOf(key)}</p>
    </div>
  )
}

function Whole({ parameter, tuning }: Of<'whole'>) {
  const { key, min, max, usual } = parameter
  const id = useId()
  const value = tuning.setup.value.options?.[key] as number | undefined
  return (
    <div class="tune-field">
      <label for={id}>{nameOf(key)}</label>
      <Value parameter={parameter} value={value} tuning={tuning}>
        <input
          id={id}
          class="input"
          type="number"
          inputMode="numeric"
          {...{ min, max }}
          step={1}
          value={value ?? ''}
          placeholder={usual === undefined ? t('tune.default') : String(usual)}
          aria-describedby={`${id}-hint`}
          onChange={({ currentTarget: field }) => {
            const number = Math.round(Number(field.value))
            if (field.value === '' || !Number.isFinite(number)) tuning.set(key, undefined)
            else tuning.set(key, Math.min(max, Math.max(min, number)))
          }}
        />
      </Value>
      <p id={`${id}-hint`}>{hintOf(key)}</p>
    </div>
  )
}

function Choice({ parameter, tuning }: Of<'choice'>) {
  const { key, of, usual } = parameter
  const value = (tuning.setup.value.options?.[key] as string | undefined) ?? ''
  const wordOf = (level: string) => t(`level.${level}` as Key)
  const standard = usual ? t('tune.defaultIs', { value: wordOf(usual) }) : t('tune.default')
  // What was set for another model is sent as what is nearest to it, and shown as itself.
  const levels = value === '' || of.includes(value) ? of : [...of, value]
  return (
    <div class="tune-field">
      <span class="tune-name">{nameOf(key)}</span>
      <Select
        label={nameOf(key)}
        value={value}
        options={[
          { value: '', label: standard },
          ...levels.map((level) => ({ value: level, label: wordOf(level) })),
        ]}
        onChange={(next) => tuning.set(key, (next || undefined) as Options[typeof key])}
      />
      <p>{hintOf(key)}</p>
    </div>
  )
}

function Switch({ parameter, tuning }: Of<'switch'>) {
  const { key, usual } = parameter
  const id = useId()
  const on = (tuning.setup.value.options?.[key] as boolean | undefined) ?? usual
  return (
    <div class="tune-field">
      <label for={id}>{nameOf(key)}</label>
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
      <p id={`${id}-hint`}>{hintOf(key)}</p>
    </div>
  )
}

function Texts({ parameter, tuning }: Of<'texts'>) {
  const { key, most } = parameter
  const id = useId()
  const value = (tuning.setup.value.options?.[key] as string[] | undefined) ?? []
  return (
    <div class="tune-field">
      <label for={id}>{nameOf(key)}</label>
      <textarea
        id={id}
        class="input tune-wide"
        style={{ minBlockSize: '2.25rem' }}
        rows={1}
        dir="auto"
        spellcheck={false}
        value={value.join('\n')}
        aria-describedby={`${id}-hint`}
        onInput={(event) => fitHeight(event.currentTarget)}
        onChange={(event) => {
          const texts = event.currentTarget.value.split('\n').filter(Boolean).slice(0, most)
          const short = texts.map((text) => text.slice(0, 256))
          tuning.set(key, short.length > 0 ? (short as Options[typeof key]) : undefined)
        }}
      />
      <p id={`${id}-hint`}>{t('param.stop.hint', { count: most })}</p>
    </div>
  )
}

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
        label={t('tune.reset', { name: nameOf(parameter.key) })}
        aria-disabled={value === undefined}
        tabIndex={value === undefined ? -1 : 0}
        onClick={() => tuning.set(parameter.key, undefined)}
      />
      {children}
    </span>
  )
}
