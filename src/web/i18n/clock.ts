/** The time, for everything on the page that says "today" or "3 minutes ago". Stands still while nobody looks. */
import { computed, signal } from '@preact/signals'

const TICK_MS = 30_000

let timer: ReturnType<typeof setInterval> | undefined

const time = signal(Date.now(), {
  watched() {
    tick()
    timer = setInterval(tick, TICK_MS)
    document.addEventListener('visibilitychange', tick)
  },
  unwatched() {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tick)
  },
})

function tick(): void {
  if (document.visibilityState === 'visible') time.value = Date.now()
}

/** Unix ms, true to half a minute. */
export const now = computed(() => time.value)

/** Unix ms of the last midnight here. Changes once a day. */
export const today = computed(() => new Date(time.value).setHours(0, 0, 0, 0))
