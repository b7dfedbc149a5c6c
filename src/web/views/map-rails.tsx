/** The lines of one row of the map, and the dot of what stands in it. A run of several messages is a longer dot. */
import type { Run } from '../../shared/branch-map.ts'
import type { MapRow } from '../models/map-layout.ts'

/** The same as in `map.css`. */
const [LANE, ROW] = [20, 52]
const MIDDLE = ROW / 2
const x = (lane: number) => lane * LANE + LANE / 2

export function Rails({ row, runs, on }: { row: MapRow; runs: readonly Run[]; on: ReadonlySet<number> }) {
  const { lane, rails, from, below } = row
  const members = row.runs.map((run) => runs[run]!)
  const isOn = row.runs.some((run) => on.has(run)) || row.runs.length === 0
  const long = members.some(({ count }) => count > 1)
  const open = members.some(({ state }) => state === 'open')
  const at = x(lane)
  return (
    <svg class="map-rails" width={(lane + 1) * LANE} height={ROW} aria-hidden="true">
      {from === 'side' && (
        <path
          d={`M${x(lane - 1)} 0C${x(lane - 1)} ${MIDDLE} ${x(lane - 1)} ${MIDDLE} ${at} ${MIDDLE}`}
          data-on={isOn}
        />
      )}
      {rails.map((rail) => (
        <path key={rail.lane} d={`M${x(rail.lane)} 0V${ROW}`} data-on={rail.on} />
      ))}
      {from === 'above' && <path d={`M${at} 0V${MIDDLE}`} data-on={isOn} />}
      {below && <path d={`M${at} ${MIDDLE}V${ROW}`} data-on={below === 'on'} />}
      {open && <circle class="map-pulse" cx={at} cy={MIDDLE} r={9} />}
      {row.runs.length === 0 ? (
        <circle class="map-dot" cx={at} cy={MIDDLE} r={3} data-on="true" />
      ) : long ? (
        <rect class="map-dot" x={at - 5} y={MIDDLE - 10} width={10} height={20} rx={5} data-on={isOn} />
      ) : (
        <circle class="map-dot" cx={at} cy={MIDDLE} r={5} data-on={isOn} />
      )}
    </svg>
  )
}
