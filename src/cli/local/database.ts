/**
 * D1 outside Cloudflare: the protocol of workerd's `cloudflare-internal:d1-api` over one SQLite object per database.
 * Class and unique key are miniflare's, so that `wrangler dev` and this server open each other's data.
 */
import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers'

/** D1's protocol is JSON: bytes travel as arrays of numbers. */
type Cell = string | number | null | number[]
type Query = { sql: string; params?: Cell[] | null }
type Env = { DATABASE: DurableObjectNamespace<D1DatabaseObject> }

export class D1DatabaseObject extends DurableObject {
  /** Runs all of them in one transaction and answers rows, columns and D1's `meta` of each. Throws SQLite's error. */
  run(queries: Query[]) {
    return this.ctx.storage.transactionSync(() => queries.map((query) => this.#one(query)))
  }

  #one({ sql, params }: Query) {
    const { databaseSize } = this.ctx.storage.sql
    const before = this.#counters()
    const cursor = this.ctx.storage.sql.exec(sql, ...(params ?? []).map(bound))
    const rows = Array.from(cursor.raw(), (row) => row.map(plain))
    const after = this.#counters()
    const grown = this.ctx.storage.sql.databaseSize
    const changes = after.changes - before.changes
    return {
      columns: cursor.columnNames,
      rows,
      meta: {
        served_by: 'parley',
        served_by_primary: true,
        // The clock of workerd stands still while JavaScript runs, so there is no duration to tell.
        duration: 0,
        changes,
        last_row_id: after.row,
        changed_db: changes > 0 || after.row !== before.row || grown !== databaseSize,
        size_after: grown,
        rows_read: cursor.rowsRead,
        rows_written: cursor.rowsWritten,
      },
    }
  }

  #counters() {
    const sql = 'SELECT total_changes() AS changes, last_insert_rowid() AS row'
    return this.ctx.storage.sql.exec<{ changes: number; row: number }>(sql).one()
  }
}

const bound = (cell: Cell) => (Array.isArray(cell) ? new Uint8Array(cell).buffer : cell)
const plain = (value: SqlStorageValue): Cell =>
  value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value

/** The service behind a D1 binding; `props.database` is the `database_id` of wrangler.toml. */
export class Database extends WorkerEntrypoint<Env, { database: string }> {
  override async fetch(request: Request): Promise<Response> {
    // Written by workerd's own D1 binding, so its shape is trusted.
    const body = (await request.json()) as Query | Query[]
    const stub = this.env.DATABASE.getByName(this.ctx.props.database)
    const table = new URL(request.url).searchParams.get('resultsFormat') === 'ROWS_AND_COLUMNS'
    try {
      const results = await stub.run(Array.isArray(body) ? body : [body])
      return Response.json(
        results.map(({ columns, rows, meta }) => ({
          success: true,
          results: table ? { columns, rows } : rows.map((row) => named(columns, row)),
          meta,
        })),
      )
    } catch (error) {
      return Response.json({ success: false, error: error instanceof Error ? error.message : String(error) })
    }
  }
}

const named = (columns: string[], row: Cell[]) =>
  Object.fromEntries(columns.map((column, index) => [column, row[index]]))
