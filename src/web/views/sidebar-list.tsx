/**
 * The list under its headings. Only what can be seen is drawn, so that it stays quick with many thousands of
 * conversations; older ones come when its end is near.
 */
import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { type App, useApp } from '../context.ts'
import { fromHands, withHands } from '../hands-later.tsx'
import { monthName } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import type { Group, Heading } from '../models/library-groups.ts'
import { type Slice, slices, topOf } from '../models/library-window.ts'
import { Button } from '../ui/button.tsx'
import { later } from '../ui/later.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { focusRow, revealBy, showRow } from './library-focus.ts'
import { SidebarRow } from './sidebar-row.tsx'

/** Not before somebody has a project. The archive and the trash are about something else. */
const SidebarProjects = later(async () => (await import('./sidebar-projects.tsx')).SidebarProjects)

/** Nobody begins there. */
const EmptyShelf = fromHands(({ EmptyShelf }) => EmptyShelf)

/** Px drawn beyond each edge, and the step in which the drawn part follows: scrolling meets no gap and draws rarely. */
const BEYOND = 480
const STEP = 240

export function SidebarList() {
  const app = useApp()
  const { library, groups } = app
  const scroller = useRef<HTMLElement>(null)
  const canvas = useRef<HTMLDivElement>(null)
  const probe = useRef<HTMLDivElement>(null)
  const sizes = useSignal({ row: 36, heading: 40 })
  const range = useSignal({ from: 0, to: 1200 })
  const counts = useComputed(() => groups.groups.value.map((group) => group.rows.value.length))

  const look = () => {
    const box = scroller.current
    if (!box || !canvas.current) return
    const top = box.scrollTop - canvas.current.offsetTop
    const from = Math.floor((top - BEYOND) / STEP) * STEP
    const to = Math.ceil((top + box.clientHeight + BEYOND) / STEP) * STEP
    const now = range.peek()
    if (now.from !== from || now.to !== to) range.value = { from, to }
  }
  useLayoutEffect(() => {
    const measure = () => {
      const [row, heading] = [...probe.current!.children].map((child) => child.getBoundingClientRect().height)
      const now = sizes.peek()
      if (row && heading && (row !== now.row || heading !== now.heading)) sizes.value = { row, heading }
      look()
    }
    const watch = new ResizeObserver(measure)
    for (const part of [scroller.current!, ...probe.current!.children]) watch.observe(part)
    measure()
    return () => watch.disconnect()
  }, [])
  useEffect(
    () =>
      revealBy((id, focus) => {
        const box = scroller.current
        const at = library.ordered.peek().findIndex((row) => row.id.peek() === id)
        if (at < 0 || !box || !canvas.current) return
        const { row, heading } = sizes.peek()
        const top = canvas.current.offsetTop + topOf(counts.peek(), sizes.peek(), at)
        // The first row of all is shown with what is above it.
        if (top - heading < box.scrollTop) box.scrollTop = at === 0 ? 0 : top - heading
        else if (top + row > box.scrollTop + box.clientHeight)
          box.scrollTop = top + 2 * row - box.clientHeight
        look()
        if (!focus) return
        const take = () => {
          const link = box.querySelector<HTMLElement>(`[data-row="${id}"] .row-link`)
          link?.focus({ preventScroll: true })
          return link !== null
        }
        // At once where it is drawn: the next key may be on its way.
        if (!take()) requestAnimationFrame(take)
      }),
    [],
  )
  useSignalEffect(() => {
    const id = app.openId.value
    if (id) showRow(id)
  })

  const drawn = slices(counts.value, sizes.value, range.value.from, range.value.to)
  const empty = library.ordered.value.length === 0
  return (
    <nav
      ref={scroller}
      class="library"
      aria-label={t('library.name')}
      onKeyDown={(event) => onKey(app, event)}
      onScroll={look}
    >
      <div ref={probe} class="library-probe" aria-hidden="true">
        <i />
        <i />
      </div>
      {app.shelves.projects.value.length > 0 && library.filter.value.shelf === 'list' && <SidebarProjects />}
      {empty && <Empty />}
      <div ref={canvas} class="library-canvas" style={{ blockSize: `${drawn.height}px` }}>
        {drawn.shown.map((slice) => {
          const group = groups.groups.value[slice.group]!
          return <Section key={group.heading.peek()} group={group} slice={slice} height={sizes.value.row} />
        })}
      </div>
      <Older />
    </nav>
  )
}

function Section({ group, slice, height }: { group: Group; slice: Slice; height: number }) {
  const id = `library-${group.heading.peek()}`
  const { top, first, last, count } = slice
  return (
    <section class="library-group" aria-labelledby={id} style={{ insetBlockStart: `${top}px` }}>
      <h2 id={id}>{headingText(group.heading.value)}</h2>
      <ul
        style={{
          paddingBlockStart: `${first * height}px`,
          paddingBlockEnd: `${(count - last) * height}px`,
        }}
      >
        {group.rows.value.slice(first, last).map((row, n) => (
          <SidebarRow key={row.id.peek()} row={row} place={first + n + 1} of={count} />
        ))}
      </ul>
    </section>
  )
}

const HEADINGS = {
  pinned: 'library.pinned',
  today: 'library.today',
  yesterday: 'library.yesterday',
  week: 'library.week',
  month: 'library.month',
} as const

function headingText(heading: Heading): string {
  return typeof heading === 'number' ? monthName(heading) : t(HEADINGS[heading])
}

function Empty() {
  const { library } = useApp()
  const { shelf, project, tags } = library.filter.value
  const waits = shelf === 'list' && !project && !tags?.length ? !library.loaded.value : false
  if (waits) return <Skeleton lines={8} class="row-skeleton" />
  // The next page is on its way, and the end of the list says so.
  if (library.older.value !== 'none') return null
  const whole = shelf === 'list' && !project && !tags?.length
  if (!whole) return <EmptyShelf />
  return (
    <div class="library-empty">
      <p>{t('library.empty')}</p>
      <p>{t('library.empty.about')}</p>
    </div>
  )
}

/** How far before the end the next page is asked for, so that scrolling does not meet a gap. */
const AHEAD = '1200px'

function Older() {
  const { library } = useApp()
  const end = useRef<HTMLDivElement>(null)
  const state = library.older.value
  useEffect(() => {
    if (state !== 'more' || !end.current) return
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && library.loadOlder(), {
      root: end.current.closest('.library'),
      rootMargin: AHEAD,
    })
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [state])
  if (state === 'none') return null
  return (
    <div ref={end} class="library-older">
      {state === 'failed' ? (
        <>
          <p>{t('library.loadFailed')}</p>
          <Button size="small" onClick={library.loadOlder}>
            {t('action.retry')}
          </Button>
        </>
      ) : (
        <Skeleton lines={3} class="row-skeleton" />
      )}
    </div>
  )
}

/** The keys of the list: arrows go from row to row, x and Space choose, Shift draws a range, Escape lets go. */
function onKey(app: App, event: KeyboardEvent): void {
  const { library, selection } = app
  if (event.key === 'Escape' && selection.on.peek()) {
    event.preventDefault()
    event.stopPropagation()
    selection.clear()
    return
  }
  const from = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')
  if (!from || !(event.target as HTMLElement).matches('.row-link') || event.altKey) return
  const id = from.dataset.row!
  const list = library.ordered.peek()
  const at = list.findIndex((row) => row.id.peek() === id)
  if (event.ctrlKey || event.metaKey) {
    if (event.key !== 'a' || !selection.on.peek()) return
    event.preventDefault()
    selection.all()
    return
  }
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 }[event.key]
  if (to !== undefined) {
    const next = list[Math.max(0, Math.min(to, list.length - 1))]?.id.peek()
    if (event.shiftKey && next) selection.extend(next, id)
    focusRow(next)
  } else if (event.key === 'x' || event.key === ' ') selection.toggle(id)
  else if (event.key === 'Delete' && selection.on.peek() && library.filter.peek().shelf !== 'trash') {
    const ids = [...selection.ids.peek()]
    withHands(({ trash }) => trash(app, ids))
    selection.clear()
  } else return
  event.preventDefault()
  event.stopPropagation()
}
