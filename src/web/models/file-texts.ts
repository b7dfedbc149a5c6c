/**
 * What is in files that were attached here and that the server does not have yet: at hand while the page lives, and in
 * IndexedDB for the next one. Where there is none, they last as long as the page.
 */
import { signedInHere } from './session.ts'

const held = new Map<string, string>()

export const heldText = (id: string): string | undefined => held.get(id)

export function holdText(id: string, text: string): void {
  held.set(id, text)
  void withKept((kept) => kept.put('file', text, id))
}

/** Brings what an earlier page kept to hand. */
export async function recallTexts(ids: readonly string[]): Promise<void> {
  const missing = ids.filter((id) => !held.has(id))
  await withKept(async (kept) => {
    for (const id of missing) {
      const text = await kept.get<string>('file', id)
      if (text !== undefined) held.set(id, text)
    }
  })
}

/** The server has it, or nobody wants it. */
export function dropText(id: string): void {
  if (held.delete(id)) void withKept((kept) => kept.drop('file', id))
}

type Kept = Awaited<ReturnType<typeof import('../offline/database.ts').openKept>>

async function withKept(work: (kept: Kept) => Promise<void>): Promise<void> {
  const user = signedInHere()
  if (!user) return
  try {
    const { openKept } = await import('../offline/database.ts')
    const kept = await openKept(user)
    await work(kept).finally(() => kept.close())
  } catch {
    // this browser keeps nothing
  }
}
