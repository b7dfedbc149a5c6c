/** Tokens and password hashes, by themselves. */
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { ACCESS_MS, readAccess, signAccess } from '../../src/worker/auth/access-token.ts'
import { checkPassword, hashPassword } from '../../src/worker/auth/password-hash.ts'
import { firstRefresh, hashesOf, isRefresh, nextRefresh } from '../../src/worker/auth/refresh-token.ts'

const key = () =>
  JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }))
const [ours, other] = [key(), key()]

describe('access tokens', () => {
  const claims = { sub: newId(), sid: newId(), role: 'USER' } as const

  it('say what was signed, for a quarter of an hour', async () => {
    const now = Date.now()
    const { token, expires } = await signAccess(ours, claims, now)
    expect(await readAccess(ours, token)).toEqual({ ...claims, expires })
    expect(Math.abs(expires - now - ACCESS_MS)).toBeLessThan(1000)
    expect(await readAccess(other, token)).toBeUndefined()
  })

  it('are nothing when they have ended', async () => {
    const { token } = await signAccess(ours, claims, Date.now() - ACCESS_MS - 1000)
    expect(await readAccess(ours, token)).toBeUndefined()
  })

  it('cannot be made with a public or a symmetric key', async () => {
    const { d: _, ...open } = JSON.parse(other)
    await expect(signAccess(JSON.stringify(open), claims, 0)).rejects.toThrow(/JWT_PRIVATE_KEY/)
    await expect(signAccess('{"kty":"oct","k":"AAAA","d":"x"}', claims, 0)).rejects.toThrow()
  })
})

describe('refresh tokens', () => {
  it('have one successor, which only the installation can know', async () => {
    const token = firstRefresh()
    const next = await nextRefresh(ours, token)
    expect(await nextRefresh(ours, token)).toBe(next)
    expect(await nextRefresh(other, token)).not.toBe(next)
    expect(await nextRefresh(ours, next)).not.toBe(token)
    expect(isRefresh(token) && isRefresh(next)).toBe(true)
  })

  it('are found by the part they share and known by all of it, and neither is in clear', async () => {
    const token = firstRefresh()
    const next = await nextRefresh(ours, token)
    const [before, after] = [await hashesOf(token), await hashesOf(next)]
    expect(after.family).toBe(before.family)
    expect(after.token).not.toBe(before.token)
    expect((await hashesOf(firstRefresh())).family).not.toBe(before.family)
    expect(token).not.toContain(before.family.slice(0, 10))
  })

  it('look like nothing else', () => {
    for (const text of ['', 'x', 'A'.repeat(63), `${'A'.repeat(63)}=`, 'A'.repeat(65), '../'.repeat(22)])
      expect(isRefresh(text), text).toBe(false)
  })
})

describe('password hashes', () => {
  it('belong to one password, and are never the same twice', () => {
    const hash = hashPassword('a good password')
    expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/)
    expect(hashPassword('a good password')).not.toBe(hash)
    expect(checkPassword('a good password', hash)).toBe(true)
    expect(checkPassword('a good passwort', hash)).toBe(false)
  })

  it('that are missing or damaged belong to none, after as much work', () => {
    const time = (hash: string | null | undefined) => {
      const start = performance.now()
      expect(checkPassword('a good password', hash)).toBe(false)
      return performance.now() - start
    }
    // Of several tries the quickest: what a busy machine adds is not work.
    const quickest = (hash: string | null | undefined) => Math.min(...[1, 2, 3].map(() => time(hash)))
    const real = quickest(hashPassword('another'))
    for (const hash of [null, undefined, '', 'plain', '$scrypt$ln=15,r=8,p=1$$'])
      expect(quickest(hash)).toBeGreaterThan(real / 4)
  })
})
