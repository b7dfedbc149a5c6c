/** What a start is told: options after `--`, then the environment, then `.env` beside the project, then the defaults. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs, parseEnv } from 'node:util'
import { inProject } from '../build/paths.ts'
import { type ConfigFile, isAddress } from '../config/file.ts'
import { Refusal } from '../refusal.ts'

export type Options = {
  host: string
  /** 0: any free port. */
  port: number
  /** Absolute path of the data folder. */
  data: string
  config: ConfigFile
  /** The process environment with `.env` below it. */
  env: NodeJS.ProcessEnv
  /** Names that `.env` sets. */
  written: string[]
}

/** LibreChat's port, so that clients and proxies in front of it need no change. */
const DEFAULT_PORT = 3080

export const USAGE = `npm start -- [--port 3080] [--host localhost] [--data ./data] [--config ./librechat.yaml]`

/** Paths are taken from where the command was given. Throws a `Refusal` for an option that is unknown or senseless. */
export function readOptions(args: string[]): Options {
  const given = parsed(args)
  const written = dotEnv(inProject('.env'))
  const env = { ...written, ...process.env }
  // npm runs scripts in the project's folder and tells here where it was called.
  const from = (path: string) => resolve(process.env.INIT_CWD ?? process.cwd(), path)
  const config = given.config ?? env.CONFIG_PATH
  return {
    host: given.host ?? env.HOST ?? 'localhost',
    port: port(given.port ?? env.PORT),
    data: given.data ? from(given.data) : inProject('data'),
    config: config
      ? { path: isAddress(config) ? config : from(config), asked: true }
      : { path: inProject('librechat.yaml'), asked: false },
    env,
    written: Object.keys(written).filter((name) => written[name]),
  }
}

function parsed(args: string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args, options: { port: text, host: text, data: text, config: text } }).values
  } catch (error) {
    throw new Refusal(`${(error as Error).message.split('. ')[0]}: ${USAGE}`)
  }
}

function port(text = String(DEFAULT_PORT)): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new Refusal(`port "${text}" is not a port: give a number up to 65535, or 0 for any free one`)
}

function dotEnv(path: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new Refusal(`${path} cannot be read (${(error as Error).message})`)
  }
}
