/** A lucide icon: `<Icon of={Plus} />`. Always decoration; the control that holds it has the name. */
import type { IconNode } from 'lucide'
import { h } from 'preact'

type Props = { of: IconNode; size?: number; class?: string }

export function Icon({ of, size = 18, class: className }: Props) {
  // In rem, so that icons grow with a reader's text.
  const side = `${size / 16}rem`
  return (
    <svg
      class={className ? `icon ${className}` : 'icon'}
      width={side}
      height={side}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {of.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  )
}
