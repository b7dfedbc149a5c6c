/** `streamRate` of `librechat.yaml`: ms between two pieces of an answer. What comes meanwhile goes along with the next. */
import type { Chunk } from '../providers/spec.ts'

const LATER = Symbol('later')

/** The first piece, and whatever is no text, waits for nothing. */
export async function* paced(answer: AsyncIterable<Chunk[]>, ms: number): AsyncGenerator<Chunk[]> {
  const source = answer[Symbol.asyncIterator]()
  let next = source.next()
  let [held, free]: [Chunk[], number] = [[], 0]
  const release = (): Chunk[] => {
    const chunks = held
    held = []
    free = Date.now() + ms
    return chunks
  }
  try {
    while (true) {
      const came = await (held.length > 0 ? Promise.race([next, pause(free - Date.now())]) : next)
      if (came === LATER) {
        yield release()
        continue
      }
      if (came.done) {
        if (held.length > 0) yield release()
        return
      }
      next = source.next()
      // Who reads may stop in between; then nobody waits for this one.
      next.catch(() => {})
      // An empty batch is a sign of life.
      if (came.value.length === 0) yield []
      for (const chunk of came.value) add(held, chunk)
      if (held.length > 0 && (Date.now() >= free || !came.value.every(isText))) yield release()
    }
  } finally {
    void source.return?.()
  }
}

const isText = ({ kind }: Chunk): boolean => kind === 'text' || kind === 'thinking'

function add(held: Chunk[], chunk: Chunk): void {
  const last = held.at(-1)
  const isSame = last?.kind === chunk.kind && 'text' in last && 'text' in chunk
  if (isSame) held[held.length - 1] = { ...last, text: last.text + chunk.text }
  else held.push(chunk)
}

function pause(ms: number): Promise<typeof LATER> {
  return new Promise((resolve) => setTimeout(() => resolve(LATER), Math.max(0, ms)))
}
