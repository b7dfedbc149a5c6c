/**
 * Copies of a conversation, whole or in part, into a new one [CP1]: new ids, the same order, answers in progress as they
 * are this moment. Bounded here, so that no door can be forgotten.
 */

import type { Comparison } from '../../shared/comparison.ts'
import type { CopyRange } from '../../shared/conversation.ts'
import { fail, ok, type Result } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Message, Pick } from '../../shared/message.ts'
import type { Setup } from '../../shared/setup.ts'
import type { Answers } from './answers.ts'
import { adoptFiles, filesFor, type StoredFile, sizeOfFiles } from './files.ts'
import type { Home } from './home.ts'
import type { Store } from './store.ts'
import { leafBelow } from './window.ts'

/**
 * Messages of one copy, and bytes of their JSON and files. It travels in one call between two objects, which holds 32 MB:
 * some text takes two bytes a letter there, and what is no text a third more.
 */
const MAX_MESSAGES = 5000
const MAX_BYTES = 16_000_000

export type Copy = {
  title: string | null
  pick: Pick | null
  setup: Setup
  home: Home
  messages: Message[]
  leaf: string | null
  files: StoredFile[]
}

const TOO_LARGE = fail('too_large', 'the conversation is too large to be copied at once')

type Link = { id: string; parent: string }

/** What `range` takes along of this conversation, under new ids. */
export function copyOf(store: Store, answers: Answers, person: string, range: CopyRange): Result<Copy> {
  const { head } = store
  if (!head) return fail('not_found')
  const leaf = store.leaf(person)
  const target = range.message ?? leaf
  if (target === null || !store.message(target))
    return fail('bad_request', 'that message is not in this conversation')
  const ids = taken(links(store), target, leaf, range)
  if (ids.length > MAX_MESSAGES) return fail('too_large', `more than ${MAX_MESSAGES} messages`)

  const renamed = new Map(ids.map((id) => [id, newId()]))
  const messages: Message[] = []
  let bytes = 0
  for (const id of ids) {
    const stored = store.message(id)
    if (!stored) continue
    const message = renamedMessage(answers.current(stored), renamed)
    bytes += JSON.stringify(message.parts).length
    if (bytes > MAX_BYTES) return TOO_LARGE
    messages.push(message)
  }
  const parts = new Map(messages.map((message) => [message.id, message.parts]))
  if (bytes + sizeOfFiles(store, parts.values()) > MAX_BYTES) return TOO_LARGE
  const files = filesFor(store, parts)
  // Where what follows comes along, the reader stands where it ends [BR1]: nobody would look for it below the end.
  const end = range.start || range.extent === 'all' ? leafBelow(store, person, target) : target
  const last = renamed.get(end) ?? renamed.get(target) ?? null
  return ok({
    title: head.title,
    pick: head.pick,
    setup: head.setup,
    home: head.home,
    messages,
    leaf: last,
    files,
  })
}

/** Fills an unknown conversation with a copy, for `person`. */
export function adopt(store: Store, person: string, copy: Copy, now: number): Result<null> {
  if (store.head) return fail('conflict', 'this conversation exists')
  store.write(person, now, (clock) => {
    for (const message of copy.messages) store.insert({ ...message, clock })
    adoptFiles(store, copy.files, now)
    if (copy.leaf !== null) store.setLeaf(person, copy.leaf)
    store.amend({
      title: copy.title,
      titled: copy.title === null ? 'no' : 'person',
      setup: copy.setup,
      home: copy.home,
    })
    store.touch(now, copy.pick ?? undefined)
  })
  return ok(null)
}

/** The ids that belong to the copy, in the order the messages were made: parents come before what follows them. */
function taken(all: readonly Link[], target: string, leaf: string | null, range: CopyRange): string[] {
  const parents = new Map(all.map(({ id, parent }) => [id, parent]))
  const above = pathTo(parents, target)
  const below = within(all, new Set([target]))
  if (range.start) {
    const down = range.extent === 'path' ? new Set(pathTo(parents, leaf ?? target)) : below
    return all.filter(({ id }) => below.has(id) && (id === target || down.has(id))).map(({ id }) => id)
  }
  if (range.extent === 'path') return all.filter(({ id }) => above.has(id)).map(({ id }) => id)
  const [root] = all.filter(({ id, parent }) => above.has(id) && parent === '')
  const tree = within(all, new Set(root ? [root.id] : []))
  const keep = (id: string) => tree.has(id) && (range.extent === 'all' || id === target || !below.has(id))
  return all.filter(({ id }) => keep(id)).map(({ id }) => id)
}

function pathTo(parents: ReadonlyMap<string, string>, id: string): Set<string> {
  const path = new Set<string>()
  for (let at: string | undefined = id; at; at = parents.get(at)) path.add(at)
  return path
}

/** `roots` and everything below them. One pass: parents stand before their children. */
function within(all: readonly Link[], roots: Set<string>): Set<string> {
  for (const { id, parent } of all) if (roots.has(parent)) roots.add(id)
  return roots
}

function links(store: Store): Link[] {
  return store.sql.all<Link>('SELECT id, parent FROM message WHERE gone IS NULL ORDER BY seq')
}

function renamedMessage(message: Message, renamed: ReadonlyMap<string, string>): Message {
  const { fault, comparison, ...rest } = message
  const compared = comparison && renamedComparison(comparison, renamed)
  return {
    ...rest,
    ...(compared && { comparison: compared }),
    ...(message.state === 'open' ? { state: 'stopped' as const } : fault && { fault }),
    id: renamed.get(message.id) as string,
    parent: (message.parent !== null && renamed.get(message.parent)) || null,
  }
}

/** [CM6] What of a comparison is in the copy; nothing where that is one answer. */
function renamedComparison(
  { replies, chosen }: Comparison,
  renamed: ReadonlyMap<string, string>,
): Comparison | undefined {
  const [id, ...others] = replies.flatMap((reply) => renamed.get(reply) ?? [])
  const now = chosen === undefined ? undefined : renamed.get(chosen)
  if (id === undefined || others.length === 0) return undefined
  return { id, replies: [id, ...others], ...(now && { chosen: now }) }
}
