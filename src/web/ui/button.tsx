/** Buttons: with words, or with an icon and its name in a tooltip. */
import type { IconNode } from 'lucide'
import type { ButtonHTMLAttributes, ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'
import { ariaShortcut } from './shortcut.ts'

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'class' | 'icon' | 'size'>

type ButtonProps = Native & {
  /** `primary` is the one accent of a view, `danger` what cannot be undone. */
  kind?: 'primary' | 'outline' | 'quiet' | 'danger'
  size?: 'small' | 'normal' | 'large'
  icon?: IconNode
  /** Waiting for an answer: keeps its size and its focus, takes no second press. */
  busy?: boolean
  class?: string
  children: ComponentChildren
}

export function Button({
  kind = 'outline',
  size = 'normal',
  icon,
  busy,
  class: extra,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`button ${extra ?? ''}`}
      data-kind={kind}
      data-size={size}
      aria-disabled={busy || rest['aria-disabled']}
      aria-busy={busy || undefined}
      {...(busy && { onClick: (event: Event) => event.preventDefault() })}
    >
      {icon && <Icon of={icon} size={16} />}
      <span class="button-words">{children}</span>
      {busy && <span class="spinner" aria-hidden="true" />}
    </button>
  )
}

type IconButtonProps = Native & {
  icon: IconNode
  /** The accessible name, and the tooltip. */
  label: string
  /** `mod+shift+o`, shown in the tooltip. The key itself is handled elsewhere. */
  shortcut?: string | undefined
  kind?: 'quiet' | 'primary' | 'outline'
  size?: number
  /** Says more than the name does. */
  tip?: string
  class?: string
}

export function IconButton({
  icon,
  label,
  shortcut,
  kind = 'quiet',
  size = 18,
  tip,
  class: extra,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-keyshortcuts={shortcut && ariaShortcut(shortcut)}
      data-tip={tip ?? label}
      data-tip-keys={shortcut}
      {...rest}
      class={`icon-button ${extra ?? ''}`}
      data-kind={kind}
    >
      <Icon of={icon} size={size} />
    </button>
  )
}
