/** The secrets that a server needs and nobody should have to think of: made once, kept in the data folder. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../refusal.ts'

export type Secrets = {
  /** ES256 private key as the JSON text of a JWK (RFC 7517); signs access tokens. */
  JWT_PRIVATE_KEY: string
  /** What keys that people bring are sealed with: 32 bytes in hexadecimal, as LibreChat has it. */
  CREDS_KEY: string
}

/** Reads `secrets.json`, or makes it with mode 0600. Throws a `Refusal` when it is there and damaged. */
export function readSecrets(data: string): Secrets {
  const path = join(data, 'secrets.json')
  const found = read(path)
  if (found?.CREDS_KEY) return { ...found, CREDS_KEY: found.CREDS_KEY }
  const secrets = {
    JWT_PRIVATE_KEY: found?.JWT_PRIVATE_KEY ?? signingKey(),
    CREDS_KEY: randomBytes(32).toString('hex'),
  }
  // Renamed into place: a crash leaves no half file, and the mode is right from the first byte.
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return secrets
}

function signingKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: 'ES256' })
}

/** What an older version made lacks what came later. */
function read(path: string): (Pick<Secrets, 'JWT_PRIVATE_KEY'> & Partial<Secrets>) | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Refusal(`${path} cannot be read (${(error as Error).message})`)
  }
  try {
    const { JWT_PRIVATE_KEY: key, CREDS_KEY: creds } = JSON.parse(text)
    if (JSON.parse(key).kty === 'EC')
      return { JWT_PRIVATE_KEY: key, ...(typeof creds === 'string' && { CREDS_KEY: creds }) }
  } catch {
    // Said below, with what to do.
  }
  throw new Refusal(`${path} is damaged: restore it, or remove it, which signs everybody out`)
}
