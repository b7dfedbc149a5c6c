/** What a `Menu` opens: loaded on demand, driven by zag's menu machine, drawn at the end of the body. */
import * as menu from '@zag-js/menu'
import { normalizeProps, useMachine } from '@zag-js/preact'
import { Check } from 'lucide'
import { createPortal } from 'preact/compat'
import { useEffect } from 'preact/hooks'
import { direction } from '../i18n/index.ts'
import { Icon } from './icon.tsx'
import type { MenuGroup, MenuItem } from './menu.tsx'
import { shortcutLabel } from './shortcut.ts'

export type PopupProps = {
  id: string
  triggerId: string
  groups: MenuGroup[]
  /** How it was opened: the keyboard lands on an item, the pointer does not. */
  start: 'pointer' | 'first' | 'last'
  placement: 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end'
  wide: boolean
  onClose: () => void
}

type Api = ReturnType<typeof menu.connect>

export function MenuPopup({ id, triggerId, groups, start, placement, wide, onClose }: PopupProps) {
  const items = groups.flatMap((group) => group.items)
  const usable = items.filter((item) => !item.disabled)
  const chosen = items.find((item) => item.checked)
  const landing = chosen ?? (start === 'last' ? usable.at(-1) : usable[0])
  const service = useMachine(menu.machine, {
    id,
    ids: { trigger: triggerId, content: `${id}-menu` },
    dir: direction.value,
    defaultOpen: true,
    defaultHighlightedValue: start === 'pointer' ? null : (landing?.id ?? null),
    loopFocus: true,
    positioning: { placement, gutter: 6, overflowPadding: 8, sameWidth: false, overlap: true },
    onOpenChange: ({ open }) => !open && onClose(),
    // The menu is gone before what it does begins: a dialog or a field that opens can take the focus.
    onSelect: ({ value }) => queueMicrotask(() => items.find((item) => item.id === value)?.run()),
  })
  const api = menu.connect(service, normalizeProps)

  // A button that went away while its menu was open takes the menu with it.
  useEffect(() => {
    if (!document.getElementById(triggerId)) onClose()
  })

  return createPortal(
    <div {...api.getPositionerProps()} class="menu-place">
      <div {...api.getContentProps()} class="menu" data-wide={wide}>
        {groups.map((group, n) => (
          <Group key={n} api={api} group={group} id={`${n}`} />
        ))}
      </div>
    </div>,
    document.body,
  )
}

function Group({ api, group, id }: { api: Api; group: MenuGroup; id: string }) {
  const rows = group.items.map((item) => <Row key={item.id} api={api} item={item} />)
  if (!group.label) return <div class="menu-group">{rows}</div>
  return (
    <div {...api.getItemGroupProps({ id })} class="menu-group">
      <div {...api.getItemGroupLabelProps({ htmlFor: id })} class="menu-heading">
        {group.label}
      </div>
      {rows}
    </div>
  )
}

function Row({ api, item }: { api: Api; item: MenuItem }) {
  const base = { value: item.id, valueText: item.label, disabled: item.disabled ?? false }
  const props =
    item.checked === undefined
      ? api.getItemProps(base)
      : api.getOptionItemProps({ ...base, type: 'radio', checked: item.checked })
  return (
    <div {...props} class="menu-item" data-tone={item.tone}>
      {item.icon && <Icon of={item.icon} size={16} />}
      <span class="menu-words">
        <span dir="auto">{item.label}</span>
        {item.about && <small>{item.about}</small>}
      </span>
      {item.shortcut && <kbd>{shortcutLabel(item.shortcut)}</kbd>}
      {item.checked !== undefined && <Icon of={Check} size={16} class={item.checked ? '' : 'unchecked'} />}
    </div>
  )
}
