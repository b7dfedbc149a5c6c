/** Colours for settled code: asks the worker, and lays what it says over the plain text when the page has time. */

import type { Job, Painted } from './highlight-grammar.ts'
import { languageFor } from './languages.ts'

/** A worker holds the grammars it has read; nobody may come by another listing for a while. */
const KEEP_MS = 60_000

let worker: Worker | null = null
let made = 0
let idleTimer: ReturnType<typeof setTimeout> | undefined
const waiting = new Map<number, { chunks: HTMLElement[]; done: () => void }>()

/** Colours a block of code. Resolves when that is done, or when it turns out that it stays plain. */
export async function highlight(figure: HTMLElement): Promise<void> {
  const language = figure.dataset.lang ?? ''
  if (!languageFor(language)) return
  const { address } = await import('./highlight-worker.ts')
  worker ??= start(address)
  clearTimeout(idleTimer)
  const chunks = [...figure.querySelectorAll<HTMLElement>('.code-chunk')]
  const id = ++made
  await new Promise<void>((done) => {
    waiting.set(id, { chunks, done })
    const job: Job = { id, language, chunks: chunks.map((chunk) => chunk.textContent ?? '') }
    worker?.postMessage(job)
  })
  idleTimer = setTimeout(stop, KEEP_MS)
}

function start(address: string): Worker {
  const started = new Worker(address, { type: 'module' })
  started.onmessage = ({ data }: MessageEvent<Painted>) => void paint(data)
  started.onerror = stop
  return started
}

/** What is still asked for stays plain. */
function stop(): void {
  worker?.terminate()
  worker = null
  for (const { done } of waiting.values()) done()
  waiting.clear()
}

async function paint({ id, n, words, last }: Painted): Promise<void> {
  const job = waiting.get(id)
  const chunk = job?.chunks[n]
  await idle()
  // The text may be another one by now, or gone.
  if (chunk?.isConnected && chunk.textContent === words.map(([text]) => text).join('')) {
    chunk.replaceChildren(...words.map(wordOf))
  }
  if (!last) return
  waiting.delete(id)
  job?.done()
}

function wordOf([text, kind]: [string, string | null]): Node {
  if (!kind) return document.createTextNode(text)
  const span = document.createElement('span')
  span.className = `tok-${kind}`
  span.textContent = text
  return span
}

/** Resolves when the page has time, or has been busy for so long that waiting on is no use. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no such call; a timer at least lets the next picture be drawn.
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 1000 })
    else setTimeout(resolve, 30)
  })
}
