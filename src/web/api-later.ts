/** The HTTP API for what the first picture needs: a call waits for its file, and one that cannot come is no answer. */
import type { Answer, api } from './api.ts'

export async function ask<T>(what: (of: typeof api) => Promise<Answer<T>>): Promise<Answer<T>> {
  const loaded = await import('./api.ts').catch(() => null)
  return loaded ? what(loaded.api) : { ok: false, fault: { code: 'network' } }
}
