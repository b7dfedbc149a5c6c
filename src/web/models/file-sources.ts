/**
 * Files that a model is given as they are travel as Base64. Here they become that, and something the page can show: an
 * address for each file that the server does not have yet, which lasts as long as something shows it.
 */
import { bytesOf } from '../../shared/base64.ts'
import type { FilePart } from '../../shared/parts.ts'
import { heldText } from './file-texts.ts'

/** What is shown in the composer is shown in its message a moment later. */
const LINGER_MS = 5000

type Source = { url: string; users: number }

const sources = new Map<string, Source>()

/** What is in a file as it travels: Base64 alone. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      const url = reader.result as string
      resolve(url.slice(url.indexOf(',') + 1))
    }
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}

/** An address of what is held here; null where nothing is. Every call wants one of `leaveSource`. */
export function takeSource({ id, mime }: Pick<FilePart, 'id' | 'mime'>): string | null {
  const known = sources.get(id)
  const held = known ? '' : heldText(id)
  if (held === undefined) return null
  const source = known ?? { url: URL.createObjectURL(new Blob([bytesOf(held)], { type: mime })), users: 0 }
  source.users++
  sources.set(id, source)
  return source.url
}

export function leaveSource(id: string): void {
  const source = sources.get(id)
  if (!source || --source.users > 0) return
  setTimeout(() => {
    if (source.users > 0 || sources.get(id) !== source) return
    sources.delete(id)
    URL.revokeObjectURL(source.url)
  }, LINGER_MS)
}
