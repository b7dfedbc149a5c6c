/** One of a few: side by side, or in the system's own list where there are many. */
import { ChevronDown, type IconNode } from 'lucide'
import { useId } from 'preact/hooks'
import { Icon } from './icon.tsx'

export type Option<T extends string> = { value: T; label: string; icon?: IconNode; lang?: string }

type Props<T extends string> = {
  label: string
  options: readonly Option<T>[]
  value: T
  onChange: (value: T) => void
}

export function Segmented<T extends string>({ label, options, value, onChange }: Props<T>) {
  const name = useId()
  return (
    <div class="segmented" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onClick={() => onChange(option.value)}
          />
          {option.icon && <Icon of={option.icon} size={16} />}
          {option.label}
        </label>
      ))}
    </div>
  )
}

export function Select<T extends string>({ label, options, value, onChange }: Props<T>) {
  return (
    <span class="select">
      <select
        aria-label={label}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value as T)} // its options are all T
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon of={ChevronDown} size={16} />
    </span>
  )
}
