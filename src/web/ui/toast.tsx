/** Short notices at the end of the page, with a way back where there is one. */
import { signal } from '@preact/signals'
import { For } from '@preact/signals/utils'
import { X } from 'lucide'
import { render } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { t } from '../i18n/index.ts'
import { Button, IconButton } from './button.tsx'

export type Toast = {
  text: string
  tone?: 'plain' | 'danger'
  /** Until it is closed: it tells of something that stays so. */
  stays?: boolean
  /** One way on or back. Taking it closes the notice. */
  action?: { label: string; run: () => void }
}

type Shown = Toast & { id: number }

/** Long enough to read a sentence and reach the button. */
const STAY_MS = 7000
/** More would cover the page; the oldest goes. */
const MAX_SHOWN = 3

const shown = signal<readonly Shown[]>([])
let made = 0

/** Shows a notice. Returns its end. */
export function toast(notice: Toast): () => void {
  const entry = { ...notice, id: ++made }
  shown.value = [...shown.peek(), entry].slice(-MAX_SHOWN)
  return () => close(entry)
}

function close(entry: Shown): void {
  shown.value = shown.peek().filter((other) => other !== entry)
}

/**
 * The place where notices appear. Mounted once. It stands in the body itself: a dialog that is open hides everything
 * beside it from screen readers, but not what announces changes there.
 */
export function Toaster() {
  const region = useMemo(() => document.createElement('section'), [])
  region.className = 'toasts'
  region.ariaLive = 'polite'
  region.ariaLabel = t('toast.region')
  useEffect(() => {
    document.body.append(region)
    render(<Notices />, region)
    return () => {
      render(null, region)
      region.remove()
    }
  }, [])
  return null
}

function Notices() {
  return (
    <For each={shown} getKey={(entry) => entry.id}>
      {(entry) => <Notice entry={entry} />}
    </For>
  )
}

function Notice({ entry }: { entry: Shown }) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const wait = () => {
    clearTimeout(timer.current)
    if (!entry.stays) timer.current = setTimeout(() => close(entry), STAY_MS)
  }
  const hold = () => clearTimeout(timer.current)
  useEffect(() => {
    wait()
    return hold
  }, [])
  return (
    // Somebody who is reading or reaching for the button is not hurried.
    <div
      class="toast"
      data-tone={entry.tone}
      onPointerEnter={hold}
      onPointerLeave={wait}
      onFocusCapture={hold}
      onBlurCapture={wait}
    >
      <p dir="auto">{entry.text}</p>
      {entry.action && (
        <Button
          kind="quiet"
          size="small"
          onClick={() => {
            close(entry)
            entry.action?.run()
          }}
        >
          {entry.action.label}
        </Button>
      )}
      <IconButton icon={X} size={16} label={t('action.dismiss')} onClick={() => close(entry)} />
    </div>
  )
}
