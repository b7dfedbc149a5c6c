/** Models that are downloaded to the machine where Ollama runs: how they are named, who may, and how far it is. */
import type { Role } from './user.ts'

/** A download fills a disk that is everybody's. */
export const mayDownload = (role: Role | undefined): boolean => role === 'ADMIN'

/**
 * `name`, `name:tag`, `namespace/name:tag`. Before it only Hugging Face: any other host would be one that Ollama is sent
 * to by whoever typed it. Source: https://github.com/ollama/ollama/blob/main/types/model/name.go.
 */
const NAME =
  /^(?:(?:hf\.co|huggingface\.co)\/(?=[^/]+\/))?(?:[a-z\d][\w-]{0,79}\/)?[a-z\d_][\w.-]{0,79}(?::[a-z\d_][\w.-]{0,79})?$/i

const MAX_NAME = 260

export const isName = (text: string): boolean => text.length <= MAX_NAME && NAME.test(text)

/** The name in what people paste: a command of Ollama's, or the address of a page about a model. */
export function nameIn(text: string): string {
  return text
    .trim()
    .replace(/^ollama\s+(?:run|pull)\s+/i, '')
    .replace(/^https?:\/\//i, '')
    .replace(/^(?:www\.)?(?:registry\.)?ollama\.(?:com|ai)\/(?:library\/)?/i, '')
    .replace(/\/(?:tags)?$/, '')
}

/** As Ollama lists it: without a tag it is the one called `latest`. */
export function fullName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).includes(':') ? name : `${name}:latest`
}

export const isSameModel = (a: string, b: string): boolean =>
  fullName(a).toLowerCase() === fullName(b).toLowerCase()

/** What is done now: asks the registry, loads, checks what came, puts it in its place. */
export type PullStep = 'look' | 'load' | 'check' | 'write'

/**
 * `unknown`: there is no such model. `offline`: Ollama cannot reach the registry. `newer`: it needs a newer Ollama. `gone`:
 * Ollama does not answer, or stopped in mid-download.
 */
export type PullFailure = 'unknown' | 'space' | 'offline' | 'newer' | 'gone' | 'stalled' | 'error'

/** A line of the stream. The last one is `done` or `failed`. */
export type PullFrame =
  /** Bytes of all layers that are known by now. */
  | { t: 'progress'; step: PullStep; done: number; total: number }
  /** The name under which it is listed; null: it is there, but not for chatting. */
  | { t: 'done'; model: string | null }
  /** `message`: in Ollama's words. */
  | { t: 'failed'; why: PullFailure; message?: string }
