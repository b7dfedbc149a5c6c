/** `localStorage` that may be full or closed to this page: then a value is simply not there. */

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Null forgets. False: there is no room for it, and what is chosen holds for this page alone. */
export function keep(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
    return true
  } catch {
    return false
  }
}

/** Somebody's words that found no room: another store takes them, once it is there (`offline/spill.ts`). */
const spilled = new Map<string, string | null>()
let takesSpilled: ((key: string, value: string | null) => void) | null = null

/** Keeps what nobody could write again. */
export function keepWords(key: string, value: string | null): void {
  const fits = keep(key, value)
  if (fits && !spilled.has(key)) return
  if (!fits) keep(key, null)
  spilled.set(key, fits ? null : value)
  takesSpilled?.(key, fits ? null : value)
}

/** From now on `take` hears of what found no room, and of what needs it no more (null). */
export function onSpill(take: (key: string, value: string | null) => void): void {
  takesSpilled = take
  for (const [key, value] of spilled) take(key, value)
}

/** A value that was spilled by an earlier page. */
export function wasSpilled(key: string): void {
  if (!spilled.has(key)) spilled.set(key, null)
}

export function storedKeys(): string[] {
  try {
    return Object.keys(localStorage)
  } catch {
    return []
  }
}
