/**
 * A modal dialog, driven by zag's machine: focus stays inside, Escape and the scrim close it, the focus returns to
 * where it was. Loaded on demand by everything that shows one: see `later.tsx`.
 */
import * as dialog from '@zag-js/dialog'
import { normalizeProps, useMachine } from '@zag-js/preact'
import type { ComponentChildren } from 'preact'
import { createPortal } from 'preact/compat'
import { useId } from 'preact/hooks'
import { direction } from '../i18n/index.ts'

type Api = ReturnType<typeof dialog.connect>

type Props = {
  onClose: () => void
  /** `alertdialog` asks about something that cannot be undone: only a decision closes it, or Escape. */
  role?: 'dialog' | 'alertdialog'
  class?: string
  /** Takes the focus first, by its id. */
  focus?: string
  /** Finds what takes it, where that has no id of ours. */
  first?: () => HTMLElement | null
  /** Has the focus when the dialog is gone, where that is not what had it when it opened. */
  back?: () => HTMLElement | null
  /** Draws the inside, with the props of its title and description. */
  children: (api: Api) => ComponentChildren
}

export function Dialog({ onClose, role = 'dialog', class: extra, focus, first, back, children }: Props) {
  const id = useId()
  const service = useMachine(dialog.machine, {
    id,
    role,
    dir: direction.value,
    defaultOpen: true,
    ...(focus && { initialFocusEl: () => document.getElementById(focus) }),
    ...(first && { initialFocusEl: first }),
    ...(back && { finalFocusEl: back }),
    // Notices lie above and can be dismissed without leaving the dialog.
    persistentElements: [() => document.querySelector('.toasts')],
    onOpenChange: ({ open }) => !open && onClose(),
  })
  const api = dialog.connect(service, normalizeProps)
  return createPortal(
    <>
      <div {...api.getBackdropProps()} class="dialog-scrim" />
      <div {...api.getPositionerProps()} class="dialog-place">
        <div {...api.getContentProps()} class={`dialog ${extra ?? ''}`}>
          {children(api)}
        </div>
      </div>
    </>,
    document.body,
  )
}
