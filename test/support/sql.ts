/** `Sql` over `node:sqlite`: the same SQLite as in an object, for tests in plain Node. */
import { DatabaseSync } from 'node:sqlite'
import type { Sql } from '../../src/durable/sql.ts'

/** A new database, in memory unless `path` says where. */
export function nodeSql(path = ':memory:'): Sql & { close(): void } {
  const db = new DatabaseSync(path)
  let depth = 0
  return {
    all: <Row>(query: string, ...params: unknown[]) => db.prepare(query).all(...(params as never[])) as Row[],
    run: (query, ...params) => {
      if (params.length === 0) db.exec(query)
      else db.prepare(query).run(...(params as never[]))
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
