/**
 * A menu that opens from a button. The button is here and is the caller's own; what opens is loaded when somebody
 * comes near it, so that a page that opens no menu pays for none.
 */
import type { IconNode } from 'lucide'
import type { ComponentType, VNode } from 'preact'
import { useId, useState } from 'preact/hooks'
import { awaited } from './awaited.ts'
import { missing } from './later.tsx'
import type { PopupProps } from './menu-popup.tsx'

export type MenuItem = {
  id: string
  label: string
  /** A second, fainter line. */
  about?: string
  icon?: IconNode
  /** `mod+shift+o`, shown at the end. */
  shortcut?: string | undefined
  tone?: 'danger'
  /** Present on items of which one is chosen. */
  checked?: boolean
  disabled?: boolean
  run: () => void
}

/** Items between two lines, with a heading where there is one. */
export type MenuGroup = { label?: string; items: MenuItem[] }

/** What the button must carry. */
export type TriggerProps = {
  id: string
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  'aria-controls': string | undefined
  onClick: () => void
  onKeyDown: (event: KeyboardEvent) => void
  onPointerEnter: () => void
  onPointerDown: () => void
  onFocus: () => void
}

type Props = {
  /** Made when it opens. */
  groups: () => MenuGroup[] | Promise<MenuGroup[]>
  trigger: (props: TriggerProps) => VNode
  placement?: 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end'
  /** At least as wide as its button. */
  wide?: boolean
  onOpenChange?: (open: boolean) => void
}

let Popup: ComponentType<PopupProps> | undefined
const load = async () => {
  Popup ??= (await import('./menu-popup.tsx')).MenuPopup
}
const preload = () => void load().catch(() => {})

type Open = { how: PopupProps['start']; groups: MenuGroup[] }

export function Menu({ groups, trigger, placement = 'bottom-start', wide = false, onOpenChange }: Props) {
  const id = useId()
  const triggerId = `${id}-trigger`
  const [open, setOpen] = useState<Open | null>(null)

  const change = (next: typeof open) => {
    setOpen(next)
    onOpenChange?.(next !== null)
  }
  const show = (how: Open['how']) => {
    awaited(Promise.all([groups(), load()])).then(([made]) => change({ how, groups: made }), missing)
  }

  return (
    <>
      {trigger({
        id: triggerId,
        'aria-haspopup': 'menu',
        'aria-expanded': open !== null,
        'aria-controls': open ? `${id}-menu` : undefined,
        onClick: () => {
          if (open) change(null)
          else show('pointer')
        },
        onKeyDown: (event) => {
          if (open || !['ArrowDown', 'ArrowUp', 'Enter', ' '].includes(event.key)) return
          event.preventDefault()
          show(event.key === 'ArrowUp' ? 'last' : 'first')
        },
        onPointerEnter: preload,
        onPointerDown: preload,
        onFocus: preload,
      })}
      {open && Popup && (
        <Popup
          id={id}
          triggerId={triggerId}
          groups={open.groups}
          start={open.how}
          placement={placement}
          wide={wide}
          onClose={() => change(null)}
        />
      )}
    </>
  )
}
