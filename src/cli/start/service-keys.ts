/**
 * Keys of Google's service accounts, from where the operator says they are: a file, an address, or the text itself. The Worker
 * gets what it uses of them, each in a variable of its own, and never in `CONFIG`.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Config } from '../../shared/config/index.ts'
import { inProject } from '../build/paths.ts'
import { isAddress, placeOf } from '../config/file.ts'
import { Refusal } from '../refusal.ts'

/** What the Worker reads of a key. */
const FIELDS = ['client_email', 'private_key', 'private_key_id', 'project_id', 'token_uri']

/** Ms of a key that is fetched. */
const FETCH_MS = 10_000

/** `notes`: lines for the operator, on what is switched on and has no key. */
export async function serviceKeys(
  config: Config,
  env: NodeJS.ProcessEnv,
): Promise<{ keys: Record<string, string>; notes: string[] }> {
  const vertex = config.endpoints.anthropic?.vertex
  const wanted = vertex ? vertex.enabled !== false : env.ANTHROPIC_USE_VERTEX?.toLowerCase() === 'true'
  const keys: Record<string, string> = {}
  const common = env.GOOGLE_SERVICE_KEY_FILE
  if (common) keys.PARLEY_GOOGLE_SERVICE_KEY = await keyFrom(common, 'GOOGLE_SERVICE_KEY_FILE')
  const own = wanted ? vertex?.serviceKeyFile : undefined
  if (own) keys.PARLEY_ANTHROPIC_SERVICE_KEY = await keyFrom(own, 'endpoints.anthropic.vertex.serviceKeyFile')
  const given = [...Object.keys(keys), ...Object.keys(env).filter((name) => env[name])]
  const has = given.some((name) => /^PARLEY_(GOOGLE|ANTHROPIC)_SERVICE_KEY$/.test(name))
  const lacking = 'Claude on Vertex AI has no key: name one in serviceKeyFile or GOOGLE_SERVICE_KEY_FILE'
  return { keys, notes: wanted && !has ? [lacking] : [] }
}

/** The key as the Worker reads it. `name` is what the operator set. */
async function keyFrom(value: string, name: string): Promise<string> {
  const text = await textFrom(value.trim(), name)
  let key: Record<string, unknown>
  try {
    key = JSON.parse(text)
  } catch {
    throw new Refusal(`${name} is no key of a service account: it is not JSON`)
  }
  if (typeof key?.client_email !== 'string' || typeof key.private_key !== 'string')
    throw new Refusal(`${name} is no key of a service account: it lacks client_email or private_key`)
  // In variables, line breaks are often written out.
  key.private_key = key.private_key.replaceAll('\\n', '\n')
  return JSON.stringify(
    Object.fromEntries(FIELDS.flatMap((field) => (key[field] ? [[field, key[field]]] : []))),
  )
}

async function textFrom(value: string, name: string): Promise<string> {
  if (value.startsWith('{')) return value
  if (/^ey[A-Za-z0-9+/]{100,}={0,2}$/.test(value)) return Buffer.from(value, 'base64').toString('utf8')
  try {
    if (!isAddress(value)) return readFileSync(resolve(inProject('.'), value), 'utf8')
    const response = await fetch(value, { signal: AbortSignal.timeout(FETCH_MS) })
    if (response.ok) return await response.text()
    throw new Error(`the server answers ${response.status}`)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Refusal(`${name} cannot be read${from(value)} (${code ?? message.replaceAll(value, '…')})`)
  }
}

/** Where it was to be read; nothing where that could be the key itself. */
function from(value: string): string {
  if (isAddress(value)) return ` from ${placeOf(value)}`
  return value.length <= 255 && /^[\w./\\: ~-]*\.(json|key|txt)$/i.test(value) ? ` from ${value}` : ''
}
