/** [LE2] What one person's calls of models took and cost: a row for each, told by rooms, counted once however often told. */
import { fail, ok, type Result } from '../../shared/errors.ts'
import type { Charge, Sums, UsageQuery, UsageReport } from '../../shared/ledger.ts'
import { MAX_ROWS } from '../../shared/ledger.ts'
import { CREDITS } from '../../shared/prices.ts'
import type { AccountAsk, AccountTells } from '../rpc.ts'
import { first, type Sql } from '../sql.ts'
import { BALANCE_SCHEMA, type BalanceRules, Credits } from './balance.ts'

/** Tokens as `Usage` has them; `cost` in credits, null where nobody knows it. */
export const LEDGER_SCHEMA = `
  CREATE TABLE spent (
    conversation TEXT NOT NULL, message TEXT NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL,
    endpoint TEXT NOT NULL, model TEXT NOT NULL, at INTEGER NOT NULL,
    input INTEGER NOT NULL, output INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL,
    thinking INTEGER NOT NULL, tool INTEGER NOT NULL, cost REAL, estimated INTEGER NOT NULL, temporary INTEGER NOT NULL,
    PRIMARY KEY (conversation, message, n)
  ) WITHOUT ROWID;
  CREATE INDEX spent_at ON spent (at);
  ${BALANCE_SCHEMA}`

const DAY_MS = 86_400_000

export type AccountRules = {
  /** Calls are kept. */
  kept: boolean
  /** Credits are needed; null: they are not. */
  balance: BalanceRules | null
  /** What calls cost is shown. */
  cost: boolean
  currency: { code: string; rate: number }
}

const SUMS = `count(*) AS calls, sum(input) AS input, sum(output) AS output, sum(cache_read) AS cached,
  sum(cost) AS cost, sum(cost IS NULL) AS unpriced`

export class Ledger {
  readonly #sql: Sql
  readonly #rules: AccountRules
  readonly #credits: Credits | null

  constructor(sql: Sql, rules: AccountRules) {
    this.#sql = sql
    this.#rules = rules
    this.#credits = rules.balance && new Credits(sql, rules.balance)
  }

  /** Whatever anybody wants to know or change here. Who may is decided before. */
  answer<A extends AccountAsk>(ask: A, now: number): Result<AccountTells[A['do']]> {
    return this.#answer(ask, now) as Result<AccountTells[A['do']]>
  }

  #answer(ask: AccountAsk, now: number): Result<AccountTells[AccountAsk['do']]> {
    const credits = this.#credits
    switch (ask.do) {
      case 'usage':
        return ok(this.report(ask.query, now))
      case 'balance':
        return ok(credits?.tell(now) ?? null)
      case 'reserve':
        return credits?.reserve(ask.id, ask.least, ask.most, now) ?? ok(null)
      case 'release':
        credits?.release(ask.id)
        return ok(null)
      case 'spend':
        this.take(ask.conversation, ask.charges, now)
        return ok(null)
      case 'credit':
        if (!credits) return fail('conflict', 'balance.enabled is not set: nobody needs credits here')
        credits.credit(ask, now)
        return ok(credits.tell(now))
    }
  }

  /** Takes what a conversation tells, again and again if it must. */
  take(conversation: string, charges: readonly Charge[], now: number): void {
    if (charges.length === 0 || !this.#rules.kept) return
    this.#sql.transaction(() => {
      for (const charge of charges) if (this.#write(conversation, charge)) this.#pay(charge, now)
    })
  }

  #write(conversation: string, charge: Charge): boolean {
    const { n, kind, message, endpoint, model, at, usage, tool = 0, estimated, cost, temporary } = charge
    const key = [temporary ? '' : conversation, message, n]
    const known = 'SELECT 1 AS one FROM spent WHERE conversation = ? AND message = ? AND n = ?'
    if (first(this.#sql, known, ...key)) return false
    const { input, output, cacheRead = 0, cacheWrite = 0, thinking = 0 } = usage
    this.#sql.run(
      'INSERT INTO spent VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[...key, kind, endpoint, model, at, input, output, cacheRead, cacheWrite, thinking, tool],
      ...[cost, estimated ? 1 : 0, temporary ? 1 : 0],
    )
    return true
  }

  #pay({ cost, hold }: Charge, now: number): void {
    this.#credits?.pay(cost ?? 0, hold, now)
  }

  /** Sums of the last days, for who reads them. */
  report({ days, zone }: UsageQuery, now: number): UsageReport {
    const shift = zone * 60_000
    const today = Math.floor((now + shift) / DAY_MS)
    const first = today - days + 1
    const since = first * DAY_MS - shift
    const { kept, currency } = this.#rules
    const of = <Row>(what: string, group: string) =>
      this.#sql
        .all<Row & Record<string, unknown>>(`SELECT ${what}${SUMS} FROM spent WHERE at >= ? ${group}`, since)
        .map((row) => this.#shown(row))
    const most = `ORDER BY sum(input) + sum(output) DESC LIMIT ${MAX_ROWS}`
    return {
      kept,
      from: dayOf(first),
      to: dayOf(today),
      total: of<Sums>('', '')[0] as Sums,
      days: of<Sums & { day: number }>(
        `(at + ${shift}) / ${DAY_MS} AS day, `,
        'GROUP BY day ORDER BY day',
      ).map(({ day, ...sums }) => ({ day: dayOf(day), ...sums })),
      models: of<Sums & { endpoint: string; model: string }>(
        'endpoint, model, ',
        `GROUP BY endpoint, model ${most}`,
      ),
      conversations: of<Sums & { id: string | null }>(
        'CASE temporary WHEN 1 THEN NULL ELSE conversation END AS id, ',
        `GROUP BY id ${most}`,
      ).map((row) => ({ ...row, ...this.#named(row.id) })),
      balance: this.#credits?.tell(now) ?? null,
      currency,
    }
  }

  #shown<Row>(row: Row): Row & Sums {
    const { input, output, cached, cost, unpriced } = row as Partial<Sums>
    return {
      ...(row as Row & Sums),
      ...{ input: input ?? 0, output: output ?? 0, cached: cached ?? 0, unpriced: unpriced ?? 0 },
      cost: this.#rules.cost ? (cost ?? 0) / CREDITS : null,
    }
  }

  #named(id: string | null): { title: string | null; gone: boolean } {
    const row = first<{ title: string | null; gone: number }>(
      this.#sql,
      'SELECT title, gone FROM conversation WHERE id = ?',
      id,
    )
    return { title: row?.title ?? null, gone: id !== null && row?.gone !== 0 }
  }
}

const dayOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
