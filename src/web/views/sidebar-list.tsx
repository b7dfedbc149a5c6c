/** The list under its headings. Older conversations come when its end is near. */
import { For } from '@preact/signals/utils'
import { useEffect, useRef } from 'preact/hooks'
import { useApp } from '../context.ts'
import { monthName } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import type { Group, Heading } from '../models/library-groups.ts'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { SidebarRow } from './sidebar-row.tsx'

export function SidebarList() {
  const { library, groups } = useApp()
  const empty = library.rows.value.size === 0
  return (
    <nav class="library" aria-label={t('library.name')} onKeyDown={walk}>
      {empty && (library.loaded.value ? <Empty /> : <Skeleton lines={8} class="row-skeleton" />)}
      <For each={groups.groups} getKey={(group) => group.heading.peek()}>
        {(group) => <Section group={group} />}
      </For>
      <Older />
    </nav>
  )
}

function Section({ group }: { group: Group }) {
  const id = `library-${group.heading.peek()}`
  return (
    // Groups out of sight are not laid out; their size is known from their rows, so the scrollbar tells the truth.
    <section class="library-group" aria-labelledby={id} style={{ '--rows': group.rows.value.length }}>
      <h2 id={id}>{headingText(group.heading.value)}</h2>
      <ul>
        <For each={group.rows} getKey={(row) => row.id.peek()}>
          {(row) => <SidebarRow row={row} />}
        </For>
      </ul>
    </section>
  )
}

function headingText(heading: Heading): string {
  return typeof heading === 'number' ? monthName(heading) : t(`library.${heading}`)
}

function Empty() {
  return (
    <div class="library-empty">
      <p>{t('library.empty')}</p>
      <p>{t('library.empty.about')}</p>
    </div>
  )
}

/** How far before the end the next page is asked for, so that scrolling does not meet a gap. */
const AHEAD = '600px'

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

/** Arrow keys go from row to row; Tab would stop at each button on the way. */
function walk(event: KeyboardEvent): void {
  const from = event.target as HTMLElement
  if (!from.matches('.row-link') || event.ctrlKey || event.metaKey || event.altKey) return
  const links = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.row-link')]
  const at = links.indexOf(from)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key]
  if (to === undefined) return
  event.preventDefault()
  links[Math.max(0, Math.min(to, links.length - 1))]?.focus()
}
