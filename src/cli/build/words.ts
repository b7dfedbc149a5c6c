/**
 * Sends the English words along with what says them. `en.json` holds all of them; the first page gets those that its own
 * modules name, and every module that is loaded later brings its own. A key that nobody names in full goes with the
 * first page, where it cannot be missed. Other languages are files of their own and stay whole.
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

type Words = Record<string, string>

const IMPORT = /^(?:import|export)\s+(?!type\b)(?:([^'"]*?)\s+from\s+)?['"](\.{1,2}\/[^'"]+\.tsx?)['"]/gm
const NAMED = /['"`]([a-z][\w-]*(?:\.[\w-]+)+)['"`]/g
/** `` `fault.${code}` `` names everything that begins so. */
const BEGUN = /`([a-z][\w-]*(?:\.[\w-]+)*\.)\$\{/g

export type WordsPlan = {
  /** What `en.json` is on the first page. */
  first: Words
  /** What the module at `path`, whose source is `text`, needs besides; null for nothing. */
  besides(path: string, text: string): Words | null
}

/** `core`: the modules of the first page and their sources; `all`: the words; `sources`: every module that may name some. */
export function planWords(core: Modules, all: Words, sources: readonly string[]): WordsPlan {
  const inCore = new Set([...core].flatMap(([, text]) => named(text, all)))
  const later = new Set(
    sources.flatMap((path) => (core.has(path) ? [] : named(readFileSync(path, 'utf8'), all))),
  )
  const first = Object.fromEntries(Object.entries(all).filter(([key]) => inCore.has(key) || !later.has(key)))
  return {
    first,
    besides(path, text) {
      if (core.has(path)) return null
      const own = named(text, all).filter((key) => !(key in first))
      return own.length > 0 ? Object.fromEntries(own.map((key) => [key, all[key] as string])) : null
    },
  }
}

/** Sources by the absolute path of their module. */
export type Modules = ReadonlyMap<string, string>

/** The modules that come with the one at `entry`, itself among them. */
export function reach(entry: string, seen = new Map<string, string>()): Modules {
  const text = readFileSync(entry, 'utf8')
  seen.set(entry, text)
  for (const [, names, path] of text.matchAll(IMPORT)) {
    if (names && /^\{\s*(type\s+\w+(\s+as\s+\w+)?\s*,?\s*)+\}$/.test(names)) continue
    const found = resolve(dirname(entry), path as string)
    if (!seen.has(found)) reach(found, seen)
  }
  return seen
}

function named(text: string, all: Words): string[] {
  const exact = new Set([...text.matchAll(NAMED)].map(([, key]) => key))
  const begun = [...text.matchAll(BEGUN)].map(([, start]) => start as string)
  return Object.keys(all).filter(
    (key) =>
      exact.has(key) ||
      exact.has(key.replace(/\.(zero|one|two|few|many|other)$/, '')) ||
      begun.some((start) => key.startsWith(start)),
  )
}
