/**
 * Which messages of a long path are on the page. A reader who goes up through thousands of them takes a window along,
 * so that the page stays as light as at its beginning. Pure.
 */

/** Indices of the path: from `start`, up to and without `end`; null: to the end, whatever comes. */
export type Drawn = { start: number; end: number | null }

/** One step of the window: as many messages as are made within one picture without a reader noticing. */
export const STEP = 8
/** The newest messages that are on the page once there was time for them. */
export const REST = 40
/** Messages on the page at once. */
export const MAX_DRAWN = 160

/** The lowest a message is: a line, and the room for what can be done with it. */
const LOWEST_PX = 90

/** As many messages as could be in sight at once. */
export const inSight = (height: number) => Math.ceil(height / LOWEST_PX)

/** The newest `count` messages of a path of `length`. */
export function atEnd(length: number, count = REST): Drawn {
  return { start: Math.max(0, length - count), end: null }
}

/** A window with the message at `at` in its middle, and `count` on both sides. */
export function around(at: number, length: number, count = REST / 2): Drawn {
  const end = at + count
  return { start: Math.max(0, at - count), end: end >= length ? null : end }
}

/** One step up. The far end is given up when the window would get too large. */
export function up({ start, end }: Drawn, length: number): Drawn {
  const next = Math.max(0, start - STEP)
  const last = end ?? length
  return { start: next, end: last - next > MAX_DRAWN ? next + MAX_DRAWN : end }
}

/** One step down. */
export function down({ start, end }: Drawn, length: number): Drawn {
  if (end === null) return { start, end }
  const next = end + STEP
  const last = Math.min(next, length)
  return { start: Math.max(start, last - MAX_DRAWN), end: next >= length ? null : next }
}

/** The same messages after `added` older ones came above them. */
export function shifted({ start, end }: Drawn, added: number): Drawn {
  return { start: start + added, end: end === null ? null : end + added }
}

/** A window at the end that has grown with the conversation, trimmed. */
export function trimmed({ start, end }: Drawn, length: number): Drawn {
  return end === null && length - start > MAX_DRAWN + STEP
    ? { start: length - MAX_DRAWN, end }
    : { start, end }
}
