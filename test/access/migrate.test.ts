/** D1 is brought up to date by whoever comes first, once, and wrangler would agree. */

import { migrations } from 'parley:migrations'
import { beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../src/worker/db/migrate.ts'
import { env } from './house.ts'

beforeEach(async () => {
  const tables = ['sessions', 'identities', 'users', 'limits', 'd1_migrations']
  await env.DB.batch(tables.map((table) => env.DB.prepare(`DROP TABLE IF EXISTS ${table}`)))
}, 60_000)

const journal = async () => (await env.DB.prepare('SELECT * FROM d1_migrations ORDER BY id').all()).results

describe('migrations', () => {
  it('are applied once and written down as wrangler does', async () => {
    await migrate(env.DB)
    await migrate(env.DB)
    expect(await journal()).toEqual(
      migrations.map(({ name }, i) => ({
        id: i + 1,
        name,
        applied_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      })),
    )
    for (const { name } of migrations) expect(name).toMatch(/^\d{4}_\w+\.sql$/)
    expect((await env.DB.prepare('SELECT * FROM users').all()).results).toEqual([])
  })

  it('are applied once by many isolates that start at the same time', async () => {
    await Promise.all(Array.from({ length: 8 }, () => migrate(env.DB)))
    expect(await journal()).toHaveLength(migrations.length)
  })

  it('leave nothing half done, and say so', async () => {
    await env.DB.prepare('CREATE TABLE users (other TEXT)').run()
    await expect(migrate(env.DB)).rejects.toThrow(/users/)
    expect(await journal()).toEqual([])
    expect(
      (await env.DB.prepare("SELECT name FROM sqlite_master WHERE name = 'limits'").all()).results,
    ).toEqual([])
  })
})
