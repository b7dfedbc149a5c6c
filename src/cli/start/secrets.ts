/** The secrets that a server needs and nobody should have to think of: made once, kept in the data folder. */
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../refusal.ts'

export type Secrets = {
  /** ES256 private key as the JSON text of a JWK (RFC 7517); signs access tokens. */
  JWT_PRIVATE_KEY: string
}

/** Reads `secrets.json`, or makes it with mode 0600. Throws a `Refusal` when it is there and damaged. */
export function readSecrets(data: string): Secrets {
  const path = join(data, 'secrets.json')
  const found = read(path)
  if (found !== null) return found
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const secrets = {
    JWT_PRIVATE_KEY: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: 'ES256' }),
  }
  // Renamed into place: a crash leaves no half file, and the mode is right from the first byte.
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return secrets
}

function read(path: string): Secrets | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Refusal(`${path} cannot be read (${(error as Error).message})`)
  }
  try {
    const { JWT_PRIVATE_KEY: key } = JSON.parse(text)
    if (JSON.parse(key).kty === 'EC') return { JWT_PRIVATE_KEY: key }
  } catch {
    // Said below, with what to do.
  }
  throw new Refusal(`${path} is damaged: restore it, or remove it, which signs everybody out`)
}
