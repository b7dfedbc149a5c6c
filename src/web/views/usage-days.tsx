/** Tokens by day: bars in a picture of our own, and the same figures as a table. */
import type { UsageReport } from '../../shared/ledger.ts'
import { compact, exactDate, money } from '../i18n/amounts.ts'
import { t } from '../i18n/index.ts'
import { barsOf, scaleOf } from '../models/usage.ts'

/** Bars that are still told apart on a phone. */
const MOST_BARS = 62
const KINDS = ['fresh', 'cached', 'output'] as const
/** Units of the picture. */
const HEIGHT = 100
const BAR = 8
const GAP = 3

export function UsageDays({ report }: { report: UsageReport }) {
  const bars = barsOf(report, MOST_BARS)
  const top = scaleOf(Math.max(...bars.map(({ fresh, cached, output }) => fresh + cached + output)))
  const width = bars.length * (BAR + GAP)
  const dateOf = (day: string) => exactDate(Date.parse(`${day}T12:00:00`))
  return (
    <figure class="usage-days">
      <figcaption>
        {t('usage.days')}
        <span class="usage-legend" aria-hidden="true">
          {KINDS.map((kind) => (
            <span key={kind}>
              <i data-of={kind} />
              {t(`usage.of.${kind}`)}
            </span>
          ))}
        </span>
      </figcaption>
      <div class="usage-plot" aria-hidden="true">
        <span class="usage-top">{compact(top)}</span>
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {[0, 0.5, 1].map((share) => (
            <line key={share} x1="0" x2={width} y1={HEIGHT * share} y2={HEIGHT * share} />
          ))}
          {bars.map((bar, n) => {
            let y = HEIGHT
            return KINDS.map((kind) => {
              const height = (HEIGHT * bar[kind]) / top
              y -= height
              return (
                height > 0 && (
                  <rect
                    key={`${bar.day}${kind}`}
                    x={n * (BAR + GAP) + GAP / 2}
                    {...{ y, height }}
                    width={BAR}
                    data-of={kind}
                  />
                )
              )
            })
          })}
        </svg>
        <span class="usage-ends">
          <span>{dateOf(report.from)}</span>
          <span>{dateOf(report.to)}</span>
        </span>
      </div>
      <details>
        <summary>{t('usage.asTable')}</summary>
        <table class="usage-table">
          <caption class="hidden-text">{t('usage.days')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('usage.day')}</th>
              <th scope="col">{t('usage.in')}</th>
              <th scope="col">{t('usage.cached')}</th>
              <th scope="col">{t('usage.out')}</th>
              {report.total.cost !== null && <th scope="col">{t('usage.cost')}</th>}
            </tr>
          </thead>
          <tbody>
            {report.days.toReversed().map(({ day, input, cached, output, cost }) => (
              <tr key={day}>
                <th scope="row">{dateOf(day)}</th>
                <td>{compact(input)}</td>
                <td>{compact(cached)}</td>
                <td>{compact(output)}</td>
                {report.total.cost !== null && <td>{money(cost ?? 0, report.currency)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}
