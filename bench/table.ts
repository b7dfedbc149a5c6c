/** How figures are shown. */
import { FIGURES, type Figure, keeps, type Measured } from './budgets.ts'

/** One figure as a line for the terminal. */
export function lineOf(measured: Measured): string {
  const { says, unit, verdict, limit, floor } = shown(measured)
  return `${verdict.padEnd(6)} ${says}: ${number(measured.value)} ${unit}${limit && ` (${limit})`}${floor && `; proxy ${floor}`}`
}

/** All figures as a Markdown table. */
export function table(all: Measured[]): string {
  const rows = all.map((measured) => {
    const { says, unit, verdict, limit, floor, ratio, peers } = shown(measured)
    const cells = [says, `${number(measured.value)} ${unit}`.trim(), limit, verdict, floor, ratio, ...peers]
    return `| ${cells.join(' | ')} |`
  })
  return `| | measured | promised | | bare proxy | ratio | LibreChat | best keeping peer | NextChat |
|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}`
}

function shown({ id, value, floor }: Measured) {
  const figure: Figure = FIGURES[id]
  const { says, unit, most, least } = figure
  const kept = keeps(figure, value)
  return {
    says,
    unit,
    verdict: kept === null ? '' : kept ? 'kept' : 'MISSED',
    limit: most !== undefined ? `≤ ${number(most)}` : least !== undefined ? `≥ ${number(least)}` : '',
    floor: floor === undefined ? '' : `${number(floor)} ${unit}`,
    ratio: floor === undefined ? '' : `${(value / floor).toFixed(2)} ×`,
    peers: figure.peers ?? ['', '', ''],
  }
}

function number(value: number): string {
  if (Number.isNaN(value)) return '?'
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return value.toLocaleString('en', { maximumFractionDigits: digits })
}
