/** Downloads a model to Ollama's machine. Source: https://github.com/ollama/ollama/blob/main/docs/api.md#pull-a-model. */
import { fullName, type PullFailure, type PullFrame, type PullStep } from '../../shared/ollama.ts'
import { events, MalformedEvent } from './http.ts'
import { LineFrames } from './lines.ts'
import type { Endpoint, ListingIo } from './spec.ts'

/** Ms without a word after which it counts as stuck. While it checks what came, Ollama is silent: that is gigabytes. */
export const PATIENCE = { usual: 120_000, check: 900_000 }

/** Layers of one model; more are not counted. */
const MAX_LAYERS = 1000

/** UTF-16 units of Ollama's words that are told. */
const MAX_WORDS = 300

type Line = {
  status?: unknown
  digest?: unknown
  total?: unknown
  completed?: unknown
  error?: unknown
} | null

/** Ends with `done` or `failed`; throws only when `signal` aborts, which ends the download. */
export async function* pull(
  { baseURL, headers = {} }: Endpoint,
  model: string,
  io: ListingIo,
  signal: AbortSignal,
  patience = PATIENCE,
): AsyncGenerator<PullFrame> {
  const progress = new Progress()
  const stuck = new AbortController()
  const either = AbortSignal.any([signal, stuck.signal])
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => stuck.abort(), ms)
  }
  try {
    wait(patience.usual)
    const response = await io.fetch(`${baseURL}/api/pull`, {
      method: 'POST',
      signal: either,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ model, stream: true }),
    })
    for await (const batch of events(response, either, () => true, new LineFrames())) {
      for (const line of batch as Line[]) {
        if (line?.error || !response.ok) return yield failed(wordsOf(line))
        if (line?.status === 'success') return yield { t: 'done', model: fullName(model) }
        progress.take(line)
      }
      wait(progress.step === 'check' ? patience.check : patience.usual)
      if (batch.length > 0) yield progress.frame()
    }
    yield { t: 'failed', why: 'gone' }
  } catch (error) {
    signal.throwIfAborted()
    if (stuck.signal.aborted) yield { t: 'failed', why: 'stalled' }
    else yield { t: 'failed', why: error instanceof MalformedEvent ? 'error' : 'gone' }
  } finally {
    clearTimeout(timer)
  }
}

class Progress {
  step: PullStep = 'look'
  readonly #layers = new Map<string, { done: number; total: number }>()

  take(line: Line): void {
    const { status, digest, total, completed } = line ?? {}
    this.step = stepOf(String(status), typeof digest === 'string') ?? this.step
    if (typeof digest !== 'string' || !isSize(total)) return
    if (!this.#layers.has(digest) && this.#layers.size >= MAX_LAYERS) return
    this.#layers.set(digest, { done: isSize(completed) ? Math.min(completed, total) : 0, total })
  }

  frame(): PullFrame {
    const layers = [...this.#layers.values()]
    const sum = (of: 'done' | 'total') => layers.reduce((all, layer) => all + layer[of], 0)
    return { t: 'progress', step: this.step, done: sum('done'), total: sum('total') }
  }
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

function stepOf(status: string, layered: boolean): PullStep | null {
  if (/^(pulling|downloading)/.test(status)) return layered ? 'load' : 'look'
  if (/^verifying/.test(status)) return 'check'
  return /^(writing|removing)/.test(status) ? 'write' : null
}

function wordsOf(line: Line): string {
  const error = line?.error
  return typeof error === 'string' ? error : ''
}

const FAILURES: readonly [PullFailure, RegExp][] = [
  ['space', /no space left|not enough (disk )?space|disk (is )?full|disk quota|enospc/i],
  ['newer', /newer version of ollama/i],
  [
    'offline',
    /dial tcp|no such host|lookup |connection (refused|reset)|timeout|max retries|network|tls|certificate|\beof\b/i,
  ],
  ['unknown', /file does not exist|not found|does not exist|invalid model (name|path)|unauthorized|\b404\b/i],
]

function failed(words: string): PullFrame {
  const why = FAILURES.find(([, pattern]) => pattern.test(words))?.[0] ?? 'error'
  const told = words.replace(/\s+/g, ' ').trim().slice(0, MAX_WORDS)
  return { t: 'failed', why, ...(told && { message: told }) }
}
