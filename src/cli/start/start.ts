/**
 * `npm start`: makes everything ready, then becomes the supervisor of workerd. Nothing runs and nothing but the data
 * folder is made until every check has passed; no Node process stays behind.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
// The path of the program itself, not of the package's script around it, which would leave a Node process in memory.
import workerd from 'workerd'
import { ensureBuilt } from '../build/build.ts'
import type { Manifest } from '../build/manifest.ts'
import { inProject } from '../build/paths.ts'
import { readConfig } from '../config/read.ts'
import { Refusal } from '../refusal.ts'
import { findAddress } from './address.ts'
import { openDataFolder, runFolder } from './data-folder.ts'
import { bindingsFrom, notesOnNames } from './environment.ts'
import { readOptions } from './options.ts'
import { takeFolder } from './owner.ts'
import { readSecrets } from './secrets.ts'
import { serviceKeys } from './service-keys.ts'
import { workerdConfig } from './workerd-config.ts'

/** The supervisor as a program to run: in its place (`execve`) or as a child. */
export type Supervisor = { file: string; args: string[]; cwd: string; env: NodeJS.ProcessEnv }

/** Does not return: the process becomes the supervisor. Throws a `Refusal` for everything that a person can mend. */
export async function run(args: string[]): Promise<number> {
  const { file, args: rest, cwd, env } = await prepare(args)
  if (!process.execve) throw new Refusal('Parley runs on Linux and macOS; on Windows, use it inside WSL')
  process.chdir(cwd)
  return process.execve(file, rest, env)
}

/** Everything up to the server itself. */
export async function prepare(args: string[], build: { dev?: boolean } = {}): Promise<Supervisor> {
  const options = readOptions(args)
  const { config, notes, used } = await readConfig(options.config, options.env)
  const service = await serviceKeys(config, options.env)
  openDataFolder(options.data)
  await takeFolder(options.data)
  const { url, listen } = await findAddress(options.host, options.port)
  const secrets = readSecrets(options.data)
  await ensureBuilt(build)
  for (const note of [...notes, ...service.notes, ...notesOnNames(options.written, used)]) console.error(note)

  const bindings = {
    ...secrets,
    ...bindingsFrom(options.env),
    ...service.keys,
    CONFIG: JSON.stringify(config),
  }
  const run = runFolder(options.data)
  const manifest = JSON.parse(readFileSync(inProject('dist/manifest.json'), 'utf8')) as Manifest
  const certificates = extraCertificates(options.env.NODE_EXTRA_CA_CERTS)
  const place = { manifest, dist: inProject('dist'), data: options.data, run, listen, certificates }
  const file = join(run, 'workerd.capnp')
  writeFileSync(file, workerdConfig({ ...place, environment: Object.keys(bindings) }))
  return {
    file: '/bin/sh',
    args: ['sh', inProject('src/cli/start/supervise.sh'), process.execPath, workerd.default, file, url],
    cwd: run,
    env: { ...options.env, ...bindings },
  }
}

/** The certificates of `path`: of a company's proxy, say. The variable is Node's, since most programs here obey it. */
function extraCertificates(path: string | undefined): string[] {
  if (!path) return []
  try {
    return (
      readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
    )
  } catch (error) {
    throw new Refusal(`NODE_EXTRA_CA_CERTS cannot be read (${(error as Error).message})`)
  }
}
