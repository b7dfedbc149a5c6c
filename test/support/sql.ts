/** `Sql` over `node:sqlite`: the same SQLite as in an object, for tests in plain Node. */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Sql } from '../../src/durable/sql.ts'

/** Statements that are kept, as an object keeps them: making one takes longer than running it. */
const MAX_KEPT = 500

/** A new database, in memory unless `path` says where. */
export function nodeSql(path = ':memory:'): Sql & { close(): void } {
  const db = new DatabaseSync(path)
  const kept = new Map<string, StatementSync>()
  let depth = 0
  const prepared = (query: string) => {
    const known = kept.get(query)
    if (known) return known
    if (kept.size >= MAX_KEPT) kept.clear()
    const made = db.prepare(query)
    kept.set(query, made)
    return made
  }
  return {
    all: <Row>(query: string, ...params: unknown[]) => prepared(query).all(...(params as never[])) as Row[],
    run: (query, ...params) => {
      if (params.length === 0) db.exec(query)
      else prepared(query).run(...(params as never[]))
    },
    transaction: (work) => {
      const name = `t${depth++}`
      db.exec(`SAVEPOINT ${name}`)
      try {
        const result = work()
        db.exec(`RELEASE ${name}`)
        return result
      } catch (error) {
        db.exec(`ROLLBACK TO ${name}; RELEASE ${name}`)
        throw error
      } finally {
        depth--
      }
    },
    close: () => db.close(),
  }
}
