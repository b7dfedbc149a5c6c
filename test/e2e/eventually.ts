/** `expect.poll` for tests that run at the same time, which vitest's own cannot serve. */
import { expect, vi } from 'vitest'

type Matchers = Record<string, (...wanted: unknown[]) => void>

/** Ms in which anything that is not a long answer must have happened, also on a busy machine. */
export const PATIENCE_MS = 15_000

/** Reads until the matcher that follows holds. Fails as the matcher does when it never did. */
export function eventually<T>(
  read: () => T | Promise<T>,
  { timeout = PATIENCE_MS } = {},
): ReturnType<typeof expect.poll<T>> {
  const matchers = (not: boolean): unknown =>
    new Proxy(
      {},
      {
        get: (_, name: string) => {
          if (name === 'not') return matchers(true)
          return (...wanted: unknown[]) =>
            vi.waitFor(
              async () => {
                const about = expect(await read())
                ;((not ? about.not : about) as unknown as Matchers)[name]!(...wanted)
              },
              { timeout, interval: 25 },
            )
        },
      },
    )
  return matchers(false) as ReturnType<typeof expect.poll<T>>
}
