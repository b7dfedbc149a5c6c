/**
 * A button beside what is selected in a message. Under a finger it stands above the field instead: the place beside the
 * selection belongs to the menu of the phone.
 */
import { useSignal } from '@preact/signals'
import { TextQuote } from 'lucide'
import { useEffect } from 'preact/hooks'
import { useApp } from '../context.ts'
import { t } from '../i18n/index.ts'
import { Icon } from '../ui/icon.tsx'
import { ariaShortcut } from '../ui/shortcut.ts'
import { quote, selectedWords } from './quote.ts'

/** A selection that is still growing is left alone. */
const REST_MS = 180
/** Room between the selection and the button, and the height of the button with it. */
const [GAP, HEIGHT] = [8, 44]

const TOUCH = matchMedia('(pointer: coarse)')

type Place = { left: number; top: number } | 'foot'

export function QuoteButton() {
  const { keys } = useApp()
  const place = useSignal<Place | null>(null)
  const shortcut = keys.of('answer.quote')
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let down = false
    const look = () => {
      const selected = down ? null : selectedWords()
      place.value = selected && (TOUCH.matches ? 'foot' : beside(selected.range))
    }
    const soon = () => {
      clearTimeout(timer)
      if (!selectedWords()) place.value = null
      else timer = setTimeout(look, REST_MS)
    }
    const press = (event: PointerEvent) => {
      down = event.pointerType === 'mouse' && !(event.target as Element).closest('.quote-button')
    }
    const release = () => {
      down = false
      soon()
    }
    const options = { capture: true, passive: true }
    document.addEventListener('selectionchange', soon)
    document.addEventListener('pointerdown', press, options)
    document.addEventListener('pointerup', release, options)
    document.addEventListener('pointercancel', release, options)
    document.addEventListener('scroll', soon, options)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('selectionchange', soon)
      document.removeEventListener('pointerdown', press, options)
      document.removeEventListener('pointerup', release, options)
      document.removeEventListener('pointercancel', release, options)
      document.removeEventListener('scroll', soon, options)
    }
  }, [])

  const at = place.value
  if (!at) return null
  return (
    <button
      type="button"
      class="quote-button"
      data-foot={at === 'foot'}
      style={at === 'foot' ? undefined : { left: `${at.left}px`, top: `${at.top}px` }}
      aria-keyshortcuts={shortcut && ariaShortcut(shortcut)}
      data-tip={t('quote.tip')}
      data-tip-keys={shortcut}
      // The press does not take the selection away.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        quote(selectedWords()?.words ?? '')
        getSelection()?.removeAllRanges()
        place.value = null
        document.querySelector<HTMLElement>('[data-composer]')?.focus()
      }}
    >
      <Icon of={TextQuote} size={16} />
      {t('quote')}
    </button>
  )
}

/** Above the selection, below it where there is no room; null where it is out of sight. */
function beside(range: Range): Place | null {
  const { top, bottom } = range.getBoundingClientRect()
  // Where the first line of it is, not somewhere between its lines.
  const { left, width } =
    [...range.getClientRects()].find((line) => line.width > 0) ?? range.getBoundingClientRect()
  if (bottom < 0 || top > innerHeight) return null
  const above = top - HEIGHT
  return {
    left: Math.min(Math.max(left + width / 2, 64), innerWidth - 64),
    top: above > GAP ? above : Math.min(bottom + GAP, innerHeight - HEIGHT),
  }
}
