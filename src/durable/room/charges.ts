/**
 * [LE1] Calls of models that the person's object has not heard of. A row is written in the transaction that makes its
 * answer a fact, and stays until it was told; it has its number before it is told, so that telling it twice is harmless.
 */
import type { Charge } from '../../shared/ledger.ts'
import { first } from '../sql.ts'
import type { Store } from './store.ts'

/** `open`: 1 while its answer is written, with what was used so far. */
export const CHARGES_SCHEMA = `CREATE TABLE charge (
  n INTEGER PRIMARY KEY AUTOINCREMENT, open INTEGER NOT NULL, charge TEXT NOT NULL
);`

/** Calls that are told at a time. */
const MAX_TOLD = 200

/**
 * Writes a call, or writes it again; returns its number. Numbers go on from the time: a conversation that was erased and
 * begun anew under the same names would otherwise tell of calls that its person's object knows already.
 */
export function putCharge(store: Store, charge: Omit<Charge, 'n'>, open: boolean, known?: number): number {
  const text = JSON.stringify(charge)
  if (known !== undefined) {
    store.sql.run('UPDATE charge SET open = ?, charge = ? WHERE n = ?', open ? 1 : 0, text, known)
    return known
  }
  const sql =
    'INSERT INTO charge SELECT max(coalesce(max(n), 0) + 1, ?), ?, ? FROM charge WHERE true RETURNING n'
  return (first<{ n: number }>(store.sql, sql, charge.at, open ? 1 : 0, text) as { n: number }).n
}

/** Nothing was used after all. */
export function dropCharge(store: Store, n: number): void {
  store.sql.run('DELETE FROM charge WHERE n = ?', n)
}

/** [RC1] The process died while these were written: what the last snapshot held is what was used. */
export function closeCharges(store: Store): void {
  store.sql.run('UPDATE charge SET open = 0 WHERE open = 1')
}

export function untoldCharges(store: Store): boolean {
  return first(store.sql, 'SELECT 1 AS one FROM charge WHERE open = 0 LIMIT 1') !== undefined
}

/** The oldest that nobody has heard of. */
export function chargesOf(store: Store): Charge[] {
  return store.sql
    .all<{ n: number; charge: string }>(
      'SELECT n, charge FROM charge WHERE open = 0 ORDER BY n LIMIT ?',
      MAX_TOLD,
    )
    .map(({ n, charge }) => ({ ...(JSON.parse(charge) as Omit<Charge, 'n'>), n }))
}

/** The person's object has them. */
export function chargesTold(store: Store, charges: readonly Charge[]): void {
  for (const { n } of charges) dropCharge(store, n)
}
