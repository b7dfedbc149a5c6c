/**
 * A panel at the end of the page. Where there is room it stands beside what one does and leaves it alone; otherwise it lies
 * over the page like a dialog, on a phone from below.
 */
import { useSignal } from '@preact/signals'
import { X } from 'lucide'
import type { ComponentChildren } from 'preact'
import { createPortal } from 'preact/compat'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import { IconButton } from './button.tsx'
import { Dialog } from './dialog.tsx'

/** From this width on there is room beside the page. The same number is in `sheet.css`. */
const WIDE = matchMedia('(min-width: 75rem)')

type Props = {
  title: string
  onClose: () => void
  children: ComponentChildren
}

export function Sheet(props: Props) {
  const wide = useSignal(WIDE.matches)
  useEffect(() => {
    const follow = () => {
      wide.value = WIDE.matches
    }
    WIDE.addEventListener('change', follow)
    return () => WIDE.removeEventListener('change', follow)
  }, [])
  return wide.value ? <Beside {...props} /> : <Over {...props} />
}

/** What is useful first: something in the panel, and only where it is empty the way out of it. */
function firstIn(panel: HTMLElement | null): HTMLElement | null {
  const useful = panel?.querySelector<HTMLElement>(
    '.sheet-body :is(button, input, select, textarea, a[href])',
  )
  return useful ?? panel?.querySelector('button') ?? null
}

function Over({ title, onClose, children }: Props) {
  return (
    <Dialog
      class="sheet sheet-over"
      first={() => firstIn(document.querySelector('.sheet-over'))}
      onClose={onClose}
    >
      {(api) => (
        <>
          <header class="sheet-head">
            <h2 {...api.getTitleProps()}>{title}</h2>
            <IconButton icon={X} label={t('action.close')} onClick={onClose} />
          </header>
          <div class="sheet-body">{children}</div>
        </>
      )}
    </Dialog>
  )
}

function Beside({ title, onClose, children }: Props) {
  const id = useId()
  const panel = useRef<HTMLElement>(null)
  const before = useRef<Element | null>(null)
  // Said by an attribute: a style that looked for the panel would look through the page at each of its changes.
  useLayoutEffect(() => {
    document.documentElement.dataset.sheet = ''
    return () => delete document.documentElement.dataset.sheet
  }, [])
  useEffect(() => {
    before.current = document.activeElement
    firstIn(panel.current)?.focus({ preventScroll: true })
    return () => {
      const held = panel.current?.contains(document.activeElement) ?? true
      if (held || document.activeElement === document.body)
        (before.current as HTMLElement | null)?.focus?.({ preventScroll: true })
    }
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    onClose()
  }
  return createPortal(
    <aside ref={panel} class="sheet sheet-beside" aria-labelledby={id} onKeyDown={onKeyDown}>
      <header class="sheet-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon={X} label={t('action.close')} onClick={onClose} />
      </header>
      <div class="sheet-body">{children}</div>
    </aside>,
    document.body,
  )
}
