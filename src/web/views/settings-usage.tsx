/** One's own usage: totals, and tokens by day, by model and by conversation. Each picture has its figures as a table. */
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Balance, Sums, UsageReport } from '../../shared/ledger.ts'
import { compact, money, percent } from '../i18n/amounts.ts'
import { faultText } from '../i18n/fault.ts'
import { exactTime } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import { RANGES, type Range, UsageModel } from '../models/usage.ts'
import { navigate } from '../route.ts'
import { Button } from '../ui/button.tsx'
import { Segmented } from '../ui/choice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { UsageDays } from './usage-days.tsx'

export function Usage() {
  const [usage] = useState(() => new UsageModel())
  useEffect(() => void usage.load(), [usage])
  const report = usage.report.value
  const fault = usage.fault.value
  return (
    <div class="usage" aria-busy={usage.loading.value}>
      <div class="usage-head">
        <p class="settings-about-text">{t('usage.about')}</p>
        <Segmented
          label={t('usage.range')}
          value={`${usage.days.value}`}
          options={RANGES.map((days) => ({ value: `${days}`, label: t(`usage.range.${days}`) }))}
          onChange={(days) => usage.choose(Number(days) as Range)}
        />
      </div>
      {fault && (
        <div class="settings-failed" role="alert">
          <p>{t('settings.loadFailed')}</p>
          <p>{faultText(fault)}</p>
          <Button onClick={usage.load}>{t('action.retry')}</Button>
        </div>
      )}
      {report ? <Report report={report} /> : !fault && <Skeleton lines={8} class="row-skeleton" />}
    </div>
  )
}

function Report({ report }: { report: UsageReport }) {
  const { total, balance, kept } = report
  return (
    <>
      {balance && <Credits balance={balance} />}
      {total.calls === 0 ? (
        <div class="usage-empty">
          <strong>{t(kept ? 'usage.empty' : 'usage.off')}</strong>
          <p>{t(kept ? 'usage.empty.about' : 'usage.off.about')}</p>
        </div>
      ) : (
        <>
          <Totals report={report} />
          <UsageDays report={report} />
          <Table
            title={t('usage.models')}
            report={report}
            rows={report.models.map((row) => ({ ...row, name: row.model, about: row.endpoint }))}
          />
          <Table
            title={t('usage.conversations')}
            report={report}
            rows={report.conversations.map((row) => ({ ...row, ...nameOf(row) }))}
          />
          <p class="usage-foot">{t('usage.foot')}</p>
        </>
      )}
    </>
  )
}

function nameOf({ id, title, gone }: UsageReport['conversations'][number]) {
  if (id === null) return { name: t('usage.temporary') }
  if (gone) return { name: t('usage.gone') }
  return { name: title ?? t('library.untitled'), to: `/c/${id}` }
}

function Credits({ balance: { credits, refill } }: { balance: Balance }) {
  const due = refill && refill.next <= Date.now()
  return (
    <section class="usage-balance" aria-label={t('usage.balance')}>
      <span>{t('usage.balance')}</span>
      <strong data-low={credits <= 0}>{t('usage.credits', { count: credits })}</strong>
      {refill && (
        <p>
          {due
            ? t('usage.refill.due', { amount: refill.amount })
            : t('usage.refill', { amount: refill.amount, when: exactTime(refill.next) })}
        </p>
      )}
    </section>
  )
}

function Totals({ report: { total, currency } }: { report: UsageReport }) {
  const { input, output, cached, calls, cost, unpriced } = total
  return (
    <dl class="usage-totals">
      <Figure label={t('usage.in')} value={compact(input)} exact={input} />
      <Figure label={t('usage.out')} value={compact(output)} exact={output} />
      <Figure label={t('usage.cached')} value={percent(input > 0 ? cached / input : 0)} />
      <Figure label={t('usage.calls')} value={compact(calls)} exact={calls} />
      {cost !== null && (
        <Figure label={t('usage.cost')} value={money(cost, currency)}>
          {unpriced > 0 && <small>{t('usage.unpriced', { count: unpriced })}</small>}
        </Figure>
      )}
    </dl>
  )
}

function Figure(props: { label: string; value: string; exact?: number; children?: ComponentChildren }) {
  const { label, value, exact, children } = props
  return (
    <div>
      <dt>{label}</dt>
      <dd data-tip={exact === undefined ? undefined : t('gauge.tokens', { count: exact })}>
        {value}
        {children}
      </dd>
    </div>
  )
}

type Row = Sums & { name: string; about?: string; to?: string }

/** A table whose first column shows how much of all it is. */
function Table({ title, rows, report }: { title: string; rows: readonly Row[]; report: UsageReport }) {
  const most = Math.max(1, ...rows.map(({ input, output }) => input + output))
  const { cost } = report.total
  return (
    <table class="usage-table">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('usage.name')}</th>
          <th scope="col">{t('usage.in')}</th>
          <th scope="col">{t('usage.out')}</th>
          {cost !== null && <th scope="col">{t('usage.cost')}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.name} ${row.about} ${row.to}`}>
            <th scope="row">
              <Name row={row} />
              <svg class="usage-share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(100 * row.input) / most} height="4" data-of="fresh" />
                <rect
                  x={(100 * row.input) / most}
                  width={(100 * row.output) / most}
                  height="4"
                  data-of="output"
                />
              </svg>
            </th>
            <td>{compact(row.input)}</td>
            <td>{compact(row.output)}</td>
            {cost !== null && (
              <td>{row.unpriced === row.calls ? '–' : money(row.cost ?? 0, report.currency)}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Name({ row: { name, about, to } }: { row: Row }) {
  if (!to)
    return (
      <span>
        <bdi>{name}</bdi>
        {about && (
          <small>
            <bdi>{about}</bdi>
          </small>
        )}
      </span>
    )
  return (
    <a
      href={to}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        navigate(to, 'replace')
      }}
    >
      <bdi>{name}</bdi>
    </a>
  )
}
