/**
 * `npm run deploy`: builds, brings the D1 database up to date and deploys to Cloudflare. Needs `wrangler login`, and the
 * `database_id` that `wrangler d1 create parley` printed, in wrangler.toml. Arguments go to `wrangler deploy`.
 */
import { readFileSync } from 'node:fs'
import { ensureBuilt } from './build/build.ts'
import { inProject } from './build/paths.ts'
import { runProgram } from './programs.ts'
import { Refusal } from './refusal.ts'

/** The code of the first step that failed. `--dry-run` neither migrates nor deploys, and needs no account. */
export async function run(args: string[]): Promise<number> {
  await ensureBuilt()
  if (args.includes('--dry-run')) return runProgram('wrangler', ['deploy', ...args])
  if (/^database_id = "parley"$/m.test(readFileSync(inProject('wrangler.toml'), 'utf8'))) {
    throw new Refusal(
      'wrangler.toml has no database yet: run "npx wrangler d1 create parley" and put the id it prints as database_id',
    )
  }
  const migrated = await runProgram('wrangler', ['d1', 'migrations', 'apply', 'DB', '--remote'])
  return migrated || runProgram('wrangler', ['deploy', ...args])
}
