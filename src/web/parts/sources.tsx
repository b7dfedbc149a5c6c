/** What an answer rests on: numbered chips, with a card on hover that shows the passage. */
import { useSignal } from '@preact/signals'
import { useId, useRef } from 'preact/hooks'
import type { SourcePart } from '../../shared/parts.ts'
import { t } from '../i18n/index.ts'
import { safeHref } from '../markdown/href.ts'

export function Sources({ sources }: { sources: readonly SourcePart[] }) {
  return (
    <ol class="sources" aria-label={t('message.sources', { count: sources.length })}>
      {sources.map((source, n) => (
        <Source key={`${n} ${source.url}`} source={source} number={n + 1} />
      ))}
    </ol>
  )
}

/** Long enough that a pointer on its way elsewhere opens nothing. */
const HOVER_MS = 300

function Source({ source, number }: { source: SourcePart; number: number }) {
  const id = useId()
  const card = useRef<HTMLDivElement>(null)
  const chip = useRef<HTMLAnchorElement>(null)
  const shown = useSignal(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const href = safeHref(source.url)
  const show = () => {
    shown.value = true
    if (!card.current || !chip.current) return
    card.current.showPopover()
    place(card.current, chip.current.getBoundingClientRect())
  }
  const hide = () => {
    clearTimeout(timer.current)
    if (shown.peek()) card.current?.hidePopover()
    shown.value = false
  }
  const soon = () => {
    timer.current = setTimeout(show, HOVER_MS)
  }
  const words = (
    <>
      <span class="source-number" aria-hidden="true">
        {number}
      </span>
      <span class="source-title" dir="auto">
        {source.title || hostOf(source.url)}
      </span>
    </>
  )
  if (href === null) {
    return (
      <li>
        <span class="source">{words}</span>
      </li>
    )
  }
  return (
    <li>
      <a
        ref={chip}
        class="source"
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        aria-describedby={source.quote ? id : undefined}
        onPointerEnter={(event) => event.pointerType === 'mouse' && soon()}
        onPointerLeave={hide}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && show()}
        onBlur={hide}
        onKeyDown={(event) => event.key === 'Escape' && hide()}
      >
        {words}
      </a>
      <div ref={card} id={id} class="source-card" popover="manual" dir="auto">
        <strong>{source.title || hostOf(source.url)}</strong>
        <small>{hostOf(source.url)}</small>
        {source.quote && <p>{source.quote}</p>}
      </div>
    </li>
  )
}

const GAP_PX = 8

function place(card: HTMLElement, at: DOMRect): void {
  const { width, height } = card.getBoundingClientRect()
  const above = at.top - height - GAP_PX
  card.style.left = `${Math.max(GAP_PX, Math.min(at.left, innerWidth - width - GAP_PX))}px`
  card.style.top = `${above > GAP_PX ? above : at.bottom + GAP_PX}px`
}

/** "example.org", or for a page of ours its path. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
