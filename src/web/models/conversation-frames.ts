/**
 * Frames of the server, taken in the order they came, at most once per picture that is drawn. The first after a pause is
 * taken at once. A page that nobody looks at draws nothing, so it is served by a slow timer.
 */
import type { ServerFrame } from '../../shared/protocol.ts'

export type Frames = {
  push(frame: ServerFrame): void
  /** Takes what is held now. */
  flush(): void
  stop(): void
}

/** After a pause of this length the reader waits for the next word, and half a picture matters. */
const PAUSE_MS = 50
const HIDDEN_MS = 250

export function frameQueue(take: (frames: ServerFrame[]) => void): Frames {
  let held: ServerFrame[] = []
  let flushedAt = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | null = null

  function flush(): void {
    cancel?.()
    cancel = null
    if (!held.length) return
    const frames = held
    held = []
    flushedAt = performance.now()
    take(frames)
  }

  function schedule(): void {
    if (globalThis.document?.visibilityState === 'visible') {
      const request = requestAnimationFrame(flush)
      cancel = () => cancelAnimationFrame(request)
    } else {
      const timer = setTimeout(flush, HIDDEN_MS)
      cancel = () => clearTimeout(timer)
    }
  }

  return {
    push(frame) {
      held.push(frame)
      if (frame.t !== 'd' || performance.now() - flushedAt > PAUSE_MS) flush()
      else if (!cancel) schedule()
    },
    flush,
    stop() {
      cancel?.()
      held = []
    },
  }
}

/** Answers to questions of this page: they change nothing, and whoever asks at each change would never stop. */
const ANSWERS: readonly ServerFrame['t'][] = ['page', 'context', 'map', 'glance']

/** It says more than that an answer grew. */
export function isFact(frame: ServerFrame): boolean {
  return frame.t === 'd' ? frame.d.some(({ k }) => k === 'end') : !ANSWERS.includes(frame.t)
}
