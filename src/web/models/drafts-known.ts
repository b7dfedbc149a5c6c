/**
 * What the server holds of drafts, as far as this browser knows: when each was stored, and a sum of its text, which tells
 * whether something was written here since.
 */
import { keep, recall } from '../storage.ts'

export type Known = Record<string, { at: number; sum: number }>

const KEY = 'parley.drafted'
const MAX_KNOWN = 200

export function readKnown(): Known {
  try {
    const kept: unknown = JSON.parse(recall(KEY) ?? '{}')
    return kept !== null && typeof kept === 'object' ? (kept as Known) : {}
  } catch {
    // holds something that is not ours
    return {}
  }
}

/** Only this one: other tabs know of others. */
export function writeKnown(of: string, one: Known[string] | undefined): void {
  const { [of]: _, ...others } = readKnown()
  const entries = Object.entries(others).slice(-(MAX_KNOWN - 1))
  keep(KEY, JSON.stringify(Object.fromEntries(one ? [...entries, [of, one]] : entries)))
}

/** FNV-1a. */
export function sum(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
