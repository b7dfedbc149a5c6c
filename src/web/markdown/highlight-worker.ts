/**
 * Finds the colours of code in a worker: learning a language takes a grammar's worth of regular expressions, which would
 * stop the page for a moment in the middle of an answer. This file is both sides' meeting point: the page asks it for its
 * address, and where there is no page it is the worker.
 */
import type { Job, Painted } from './highlight-grammar.ts'

export const address = import.meta.url

async function answer({ data }: MessageEvent<Job>): Promise<void> {
  const tell = (painted: Painted) => postMessage(painted)
  try {
    const { paint } = await import('./highlight-grammar.ts')
    await paint(data, tell)
  } catch (error) {
    console.warn('code stays plain', error)
    tell({ id: data.id, n: -1, words: [], last: true })
  }
}

if (typeof document === 'undefined') {
  let before = Promise.resolve()
  self.onmessage = (event: MessageEvent<Job>) => {
    // One after the other, in the order they were asked for.
    before = before.then(() => answer(event))
  }
}
