/** The text of `librechat.yaml`: a file, or an address it is fetched from. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { inProject } from '../build/paths.ts'
import { Refusal } from '../refusal.ts'

/** Where the configuration is: a path or an address, and whether somebody asked for it. */
export type ConfigFile = { path: string; asked: boolean }

/** `name` is how it is called in messages; `text` is null where there is none and nobody asked for one. */
export type ConfigText = { name: string; text: string | null }

/** Ms and bytes of a configuration that is fetched. */
const FETCH_MS = 10_000
const MAX_BYTES = 5_000_000

/** Reads or fetches it. Throws a `Refusal`. */
export async function configText({ path, asked }: ConfigFile): Promise<ConfigText> {
  if (isAddress(path)) return { name: placeOf(path), text: await fetched(path) }
  const inside = relative(inProject('.'), path)
  const name = inside.startsWith('..') ? path : inside
  try {
    return { name, text: readFileSync(path, 'utf8') }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && !asked) return { name, text: null }
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${message})`
    throw new Refusal(`the configuration file ${path} ${reason}: give another with --config, or CONFIG_PATH`)
  }
}

/** Whether the configuration is fetched rather than read. */
export function isAddress(path: string): boolean {
  return /^https?:\/\//i.test(path)
}

/** An address as it can be shown to anybody: without names, passwords and tokens. */
export function placeOf(address: string): string {
  const url = URL.parse(address)
  return url ? url.origin + url.pathname : 'an address that is none'
}

async function fetched(address: string): Promise<string> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(FETCH_MS) })
    if (!response.ok) throw new Error(`the server answers ${response.status}`)
    const text = await response.text()
    if (text.length > MAX_BYTES) throw new Error('it is larger than 5 MB')
    return text
  } catch (error) {
    const { message, cause } = error as Error
    const why = (cause instanceof Error ? cause.message : message).replaceAll(address, placeOf(address))
    throw new Refusal(
      `the configuration cannot be fetched from ${placeOf(address)} (${why}): give another with --config`,
    )
  }
}
