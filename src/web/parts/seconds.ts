/** Seconds that go by on the screen, while somebody counts them. */
import { computed, type ReadonlySignal, signal } from '@preact/signals'

let timer: ReturnType<typeof setInterval> | undefined

const tick = signal(Date.now(), {
  watched() {
    tick.value = Date.now()
    timer = setInterval(() => {
      tick.value = Date.now()
    }, 1000)
  },
  unwatched() {
    clearInterval(timer)
  },
})

/** Whole seconds since `at` (Unix ms), never below 0. */
export function secondsSince(at: number): ReadonlySignal<number> {
  return computed(() => Math.max(0, Math.round((tick.value - at) / 1000)))
}

/** Whole seconds until `at` (Unix ms), never below 0. */
export function secondsUntil(at: number): ReadonlySignal<number> {
  return computed(() => Math.max(0, Math.ceil((at - tick.value) / 1000)))
}
