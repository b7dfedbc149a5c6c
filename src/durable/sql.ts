/**
 * The one way objects speak to their SQLite: synchronous, typed by the caller, the same over a Durable Object's storage
 * and over `node:sqlite` in tests. JSON columns are parsed here, because only the object itself ever wrote them.
 */

export type SqlValue = string | number | null | ArrayBuffer

export type Sql = {
  /** Rows of a query. The caller names their type: it is the schema in the same folder that holds it true. */
  all<Row extends Record<string, unknown>>(query: string, ...params: SqlValue[]): Row[]
  run(query: string, ...params: SqlValue[]): void
  /** All of `work` or nothing of it. `work` must not be asynchronous. */
  transaction<T>(work: () => T): T
}

/** `Sql` over the storage of a Durable Object. */
export function sqlOf(storage: {
  sql: {
    exec(query: string, ...params: SqlValue[]): { toArray(): Record<string, unknown>[] }
  }
  transactionSync<T>(work: () => T): T
}): Sql {
  return {
    all: <Row>(query: string, ...params: SqlValue[]) => storage.sql.exec(query, ...params).toArray() as Row[],
    run: (query, ...params) => {
      storage.sql.exec(query, ...params)
    },
    transaction: (work) => storage.transactionSync(work),
  }
}

/** The first row, or undefined. */
export function first<Row extends Record<string, unknown>>(
  sql: Sql,
  query: string,
  ...params: SqlValue[]
): Row | undefined {
  return sql.all<Row>(query, ...params)[0]
}

/**
 * Brings the schema up to the last of `steps`. Steps are appended, never edited: their count is what is stored. Call
 * inside a transaction, so that a new object is made and filled at once.
 */
export function migrate(sql: Sql, steps: readonly string[]): void {
  const has = first(
    sql,
    "SELECT 1 AS one FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'",
  )
  if (!has) sql.run('CREATE TABLE schema_version (n INTEGER NOT NULL)')
  const done = has ? (first<{ n: number }>(sql, 'SELECT n FROM schema_version')?.n ?? 0) : 0
  if (done === steps.length) return
  if (done > steps.length) throw new Error(`this data was written by a newer version (schema ${done})`)
  for (const step of steps.slice(done)) sql.run(step)
  sql.run('DELETE FROM schema_version')
  sql.run('INSERT INTO schema_version (n) VALUES (?)', steps.length)
}

/** A JSON column. */
export function json<T>(column: string | null): T | undefined {
  return column === null ? undefined : (JSON.parse(column) as T)
}
