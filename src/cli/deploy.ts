/**
 * `npm run deploy`: builds, brings the D1 database up to date and deploys to Cloudflare, with the configuration, keys and
 * secrets that `npm start` would use here. Needs `wrangler login`, and the `database_id` that
 * `wrangler d1 create parley` printed, in wrangler.toml. Arguments go to `wrangler deploy`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build/build.ts'
import { inProject } from './build/paths.ts'
import { readConfig } from './config/read.ts'
import { runProgram } from './programs.ts'
import { Refusal } from './refusal.ts'
import { openDataFolder } from './start/data-folder.ts'
import { bindingsFrom } from './start/environment.ts'
import { readOptions } from './start/options.ts'
import { readSecrets } from './start/secrets.ts'
import { serviceKeys } from './start/service-keys.ts'

/** The code of the first step that failed. `--dry-run` neither migrates nor deploys, and needs no account. */
export async function run(args: string[]): Promise<number> {
  const dry = args.includes('--dry-run')
  if (!dry && /^database_id = "parley"$/m.test(readFileSync(inProject('wrangler.toml'), 'utf8'))) {
    throw new Refusal(
      'wrangler.toml has no database yet: run "npx wrangler d1 create parley" and put the id it prints as database_id',
    )
  }
  const secrets = await secretsHere()
  await ensureBuilt()
  const migrated = dry ? 0 : await runProgram('wrangler', ['d1', 'migrations', 'apply', 'DB', '--remote'])
  return migrated || deployWith(secrets, args)
}

/** What the Worker gets besides wrangler.toml. All of it as secrets, since the configuration holds keys too. */
async function secretsHere(): Promise<Record<string, string>> {
  const { data, config: file, env } = readOptions([])
  const { config, notes } = await readConfig(file, env)
  const service = await serviceKeys(config, env)
  for (const note of [...notes, ...service.notes]) console.error(note)
  openDataFolder(data)
  // wrangler signs in with these: they stay here. On Cloudflare, Workers AI needs none.
  const { CLOUDFLARE_ACCOUNT_ID: _, CLOUDFLARE_API_TOKEN: __, ...bindings } = bindingsFrom(env)
  return { ...readSecrets(data), ...bindings, ...service.keys, CONFIG: JSON.stringify(config) }
}

async function deployWith(secrets: Record<string, string>, args: string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-deploy-'))
  try {
    const file = join(folder, 'secrets.json')
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 })
    return await runProgram('wrangler', ['deploy', '--secrets-file', file, ...args])
  } finally {
    rmSync(folder, { recursive: true })
  }
}
