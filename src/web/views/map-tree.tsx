/**
 * The drawn tree. Rows are of one height, so that of a large tree only what is in sight is on the page. One place is
 * active: by the keys, which walk the tree, or under the pointer; Enter or a click goes there.
 */
import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { BranchMap, Run } from '../../shared/branch-map.ts'
import { useApp } from '../context.ts'
import { direction, t } from '../i18n/index.ts'
import { type MapLayout, type MapRow, type Step, step } from '../models/map-layout.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Rails } from './map-rails.tsx'

type Props = {
  id: string
  map: BranchMap
  layout: MapLayout
  /** The run that is active. */
  at: number
  onActive: (run: number) => void
  onChoose: (run: number) => void
}

/** Height of a row, the same as in `map.css`. */
const ROW = 52
/** Rows drawn beyond what is in sight. */
const BEYOND = 8

const STEPS: Record<string, Step> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  PageUp: 'page-up',
  PageDown: 'page-down',
}

/** A finger cannot hover: its first tap looks, the second goes. */
const NO_HOVER = matchMedia('(hover: none)')

export function MapTree({ id, map, layout, at, onActive, onChoose }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const view = useSignal({ top: 0, height: 600 })
  const { runs, leaf } = map
  const { rows, rowOf } = layout
  const first = Math.max(0, Math.floor(view.value.top / ROW) - BEYOND)
  const last = Math.min(rows.length, Math.ceil((view.value.top + view.value.height) / ROW) + BEYOND)
  const look = () => {
    const element = box.current
    if (element) view.value = { top: element.scrollTop, height: element.clientHeight }
  }

  useLayoutEffect(() => {
    const element = box.current!
    // The dialog had nothing to give the keyboard to before the map was here.
    element.focus({ preventScroll: true })
    element.scrollTop = rowOf[at]! * ROW - element.clientHeight / 2
    look()
  }, [])
  useEffect(() => {
    const resized = new ResizeObserver(look)
    resized.observe(box.current!)
    return () => resized.disconnect()
  }, [])

  function move(to: number | null): void {
    if (to === null) return
    onActive(to)
    const element = box.current!
    const top = rowOf[to]! * ROW
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + ROW > element.scrollTop + element.clientHeight)
      element.scrollTop = top + ROW - element.clientHeight
    look()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const ahead = direction.peek() === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const back = direction.peek() === 'rtl' ? 'ArrowRight' : 'ArrowLeft'
    const way = event.key === ahead ? 'ahead' : event.key === back ? 'back' : STEPS[event.key]
    if (way) move(step(layout, runs, at, way))
    else if (event.key === 'Enter' || event.key === ' ') onChoose(at)
    else return
    event.preventDefault()
  }

  const press = (run: number) => {
    if (NO_HOVER.matches && run !== at) onActive(run)
    else onChoose(run)
  }
  const drawn = rows.slice(first, last)
  return (
    <div class="map-tree">
      <div
        ref={box}
        id={id}
        class="map-scroll"
        role="tree"
        tabIndex={0}
        aria-label={t('map.title')}
        aria-activedescendant={runs[at] ? nameOf(id, runs[at]) : undefined}
        onScroll={look}
        onKeyDown={onKeyDown}
      >
        <div
          class="map-rows"
          role="none"
          style={{ blockSize: `${rows.length * ROW}px`, '--lanes': layout.lanes }}
        >
          {drawn.map((row, n) => (
            <div
              key={row.runs[0] ?? 'start'}
              class="map-row"
              role="none"
              style={{ insetBlockStart: `${(first + n) * ROW}px`, '--lane': row.lane }}
            >
              <Rails row={row} runs={runs} on={layout.on} />
              {row.runs.length === 0 && <span class="map-start">{t('map.start')}</span>}
              {row.runs.map((run) => (
                <Item
                  key={runs[run]!.id}
                  id={nameOf(id, runs[run]!)}
                  run={runs[run]!}
                  row={row}
                  among={layout.among[run]!}
                  active={run === at}
                  on={layout.on.has(run)}
                  here={runs[run]!.end === leaf}
                  onPoint={() => run !== at && onActive(run)}
                  onPress={() => press(run)}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
      {map.left > 0 && <p class="map-left">{t('map.left', { count: map.left })}</p>}
    </div>
  )
}

type ItemProps = {
  id: string
  run: Run
  row: MapRow
  among: { at: number; of: number }
  active: boolean
  on: boolean
  /** It ends where the screen ends. */
  here: boolean
  onPoint: () => void
  onPress: () => void
}

function Item({ id, run, row, among, active, on, here, onPoint, onPress }: ItemProps) {
  const { catalog } = useApp()
  const who = run.role === 'user' ? t('message.user') : nameOfModel(run.model, catalog)
  return (
    <button
      type="button"
      tabIndex={-1}
      id={id}
      class="map-item"
      role="treeitem"
      aria-level={row.lane + 1}
      aria-posinset={among.at}
      aria-setsize={among.of}
      aria-selected={active}
      aria-current={here ? 'true' : undefined}
      data-active={active}
      data-on={on}
      data-role={run.role}
      onPointerMove={(event) => event.pointerType === 'mouse' && onPoint()}
      // The tree keeps the keyboard.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      <span class="map-text" dir="auto">
        {run.text || <i>{run.state === 'open' && run.count === 1 ? t('map.writing') : t('map.empty')}</i>}
      </span>
      <span class="map-about">
        <span dir="auto">{who}</span>
        {run.count > 1 && <span>{t('map.messages', { count: run.count })}</span>}
        {run.state === 'open' ? (
          <span class="map-live">{t('map.writing')}</span>
        ) : (
          <RelativeTime at={run.created} />
        )}
        {here && <span class="map-here">{t('map.here')}</span>}
      </span>
    </button>
  )
}

type Catalog = ReturnType<typeof useApp>['catalog']

/** As the picker calls it; the map knows no more than its name. */
export function nameOfModel(model: string | undefined, catalog: Catalog): string {
  const known = catalog.models.value.find((one) => one.model === model)
  return known?.label ?? model ?? t('message.assistant')
}

const nameOf = (tree: string, run: Run) => `${tree}-${run.id}`
