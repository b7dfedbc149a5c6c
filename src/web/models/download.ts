/** The one download of this page, which goes on while its dialog is closed. */
import { signal } from '@preact/signals'
import type { PullFrame, PullStep } from '../../shared/ollama.ts'
import { api } from '../api.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'

export type Stage =
  | { is: 'running'; name: string; step: PullStep; done: number; total: number }
  | { is: 'stopped'; name: string }
  /** `said`: in Ollama's words. */
  | { is: 'failed'; name: string; words: string; said?: string | undefined }

export const stage = signal<Stage | null>(null)

let leave: AbortController | null = null

/** Ollama keeps what has come. */
export function stop(): void {
  const now = stage.peek()
  if (now?.is !== 'running') return
  leave?.abort()
  stage.value = { is: 'stopped', name: now.name }
}

/** Forgets how the last one ended. */
export function forget(): void {
  if (stage.peek()?.is !== 'running') stage.value = null
}

/** `done` is told the name under which it is listed; null: it is not for chatting. Says whether it came to that. */
export async function download(name: string, done: (model: string | null) => void): Promise<void> {
  if (stage.peek()?.is === 'running') return
  const here = new AbortController()
  leave = here
  stage.value = { is: 'running', name, step: 'look', done: 0, total: 0 }
  const failed = (words: string, said?: string) => {
    stage.value = { is: 'failed', name, words, said }
  }
  try {
    const answer = await api.download(name, here.signal)
    if (!answer.ok) {
      if (!here.signal.aborted) failed(faultText(answer.fault))
      return
    }
    for await (const frame of lines(answer.value)) {
      if (here.signal.aborted) return
      if (frame.t === 'progress') {
        const { step, done, total } = frame
        stage.value = { is: 'running', name, step, done, total }
      } else if (frame.t === 'failed') {
        return failed(t(`download.failed.${frame.why}`), frame.why === 'error' ? frame.message : undefined)
      } else {
        stage.value = null
        return done(frame.model)
      }
    }
    failed(t('download.failed.cut'))
  } catch {
    // The connection broke, or it was stopped here.
    if (!here.signal.aborted) failed(t('download.failed.cut'))
  }
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<PullFrame> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    const found = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = found.pop() ?? ''
    // Our own server's frames; empty lines only say that it is there.
    for (const line of found) if (line !== '') yield JSON.parse(line)
  }
}
