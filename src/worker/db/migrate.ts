/**
 * Applies the migrations that are built into the bundle. The journal is wrangler's own table in wrangler's own form, so
 * `wrangler d1 migrations apply` and this agree on what has been done.
 */
import { migrations } from 'parley:migrations'

const JOURNAL = `CREATE TABLE IF NOT EXISTS d1_migrations(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/** Brings the database up to date: one round trip when it already is. */
export async function migrate(db: D1Database): Promise<void> {
  const applied = await appliedTo(db)
  for (const { name, sql } of migrations) {
    if (applied.has(name)) continue
    // The entry comes first: where another isolate was faster, the batch fails on it and changes nothing.
    const entry = db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name)
    try {
      await db.batch([entry, ...statementsOf(sql).map((statement) => db.prepare(statement))])
    } catch (error) {
      if (!(await appliedTo(db)).has(name)) throw error
    }
  }
}

async function appliedTo(db: D1Database): Promise<Set<string>> {
  const [, rows] = await db.batch<{ name: string }>([
    db.prepare(JOURNAL),
    db.prepare('SELECT name FROM d1_migrations'),
  ])
  return new Set(rows?.results.map(({ name }) => name))
}

/** drizzle-kit marks where one statement ends and the next begins. */
function statementsOf(sql: string): string[] {
  return sql.split('--> statement-breakpoint').filter((statement) => statement.trim() !== '')
}
