/**
 * The built-in guide: answers questions about Parley from its documentation, by retrieval and without a language model,
 * so that the first minute of an installation without keys is useful. What it says is composed in `guide-answer.ts`.
 */
import { textOf } from '../../shared/parts.ts'
import { faulty } from './faults.ts'
import { composed } from './guide-answer.ts'
import type { Call, Chunk, Endpoint, Passage, Provider, ProviderIo } from './spec.ts'

/** Ms between two pieces. With `PIECE` units each, about three times as fast as people read. */
const PACE_MS = 12

/** UTF-16 units of a piece at least; it ends with a word. */
const PIECE = 14

/** UTF-16 units of a source's quote. */
const MAX_QUOTE = 240

export const guide: Provider = {
  id: 'guide',
  endpoints: () => [
    {
      ...{ id: 'guide', label: 'Parley', provider: 'guide', models: { default: ['guide'], fetch: false } },
      facts: { guide: { takes: [] } },
    },
  ],
  chat,
}

async function* chat(
  call: Call,
  endpoint: Endpoint,
  io: ProviderIo,
  signal: AbortSignal,
): AsyncGenerator<Chunk[], void, undefined> {
  signal.throwIfAborted()
  const { asked, said } = resumed(call)
  let answer: { text: string; passages: Passage[] }
  try {
    answer = await composed(asked, (query) => io.passages(query))
  } catch {
    signal.throwIfAborted()
    yield [faulty({ code: 'model_unavailable', from: endpoint.label })]
    return
  }
  // The same question gives the same answer: what was cut off goes on where it stopped.
  const text = answer.text.startsWith(said) ? answer.text.slice(said.length) : answer.text
  for (const piece of piecesOf(text)) {
    yield [{ kind: 'text', text: piece }]
    await pause(PACE_MS, signal)
  }
  yield [...answer.passages.map(sourceOf), { kind: 'end', why: 'stop' }]
}

/** The turns up to the question to be answered, and what of the answer was said already. */
function resumed({ turns, continues }: Call): { asked: Call['turns']; said: string } {
  const cut = turns.at(-2)
  if (!continues || cut?.role !== 'assistant') return { asked: turns, said: '' }
  return { asked: turns.slice(0, -2), said: textOf(cut.parts) }
}

/** The text in groups of words; joined they are the text. */
function* piecesOf(text: string): Generator<string> {
  let piece = ''
  for (const word of text.match(/\S+\s*|\s+/gu) ?? []) {
    piece += word
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

function sourceOf({ title, url, text }: Passage): Chunk {
  const plain = text
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/[`*_>#|]|\]\([^)]*\)|\[/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const quote = plain.length > MAX_QUOTE ? `${plain.slice(0, MAX_QUOTE).replace(/\s+\S*$/u, '')}…` : plain
  return { kind: 'source', url, title, ...(quote !== '' && { quote }) }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
