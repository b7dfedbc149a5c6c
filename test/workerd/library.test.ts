/** The library on the real platform: acts as frames, marks of what is unread, and the trash that empties itself. */
/// <reference types="@cloudflare/vitest-plugin/types" />
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { CALLER_HEADER, type Caller, type ConversationRpc, type UserRpc } from '../../src/durable/rpc.ts'
import { newId } from '../../src/shared/ids.ts'
import type { LibraryAct } from '../../src/shared/library.ts'
import type { UserFrame } from '../../src/shared/protocol.ts'
import { type LibraryItem, TRASH_MS } from '../../src/shared/shelf.ts'

type Env = { CONVERSATION: DurableObjectNamespace; USER: DurableObjectNamespace }
const { CONVERSATION, USER } = env as unknown as Env

/** Nobody offers it: the answer fails at once, which is an ending like any other. */
const pick = { endpoint: 'nobody', model: 'none' }

const person = (): Caller => ({ user: newId(), sid: newId(), role: 'USER' })
const room = (id: string) => CONVERSATION.get(CONVERSATION.idFromName(id)) as unknown as ConversationRpc
const stubOf = ({ user }: Caller) => USER.get(USER.idFromName(user))
const library = (caller: Caller) => stubOf(caller) as unknown as UserRpc

async function waitFor<T>(probe: () => T | undefined | null | false): Promise<T> {
  for (let i = 0; i < 500; i++) {
    const found = probe()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('waited in vain')
}

/** A page of this person: what it heard, and what it knows of each conversation by that. */
async function pageOf(caller: Caller) {
  const headers = { upgrade: 'websocket', [CALLER_HEADER]: JSON.stringify(caller) }
  const { webSocket } = await stubOf(caller).fetch('http://object/', { headers })
  if (!webSocket) throw new Error('no socket')
  const frames: UserFrame[] = []
  const items = new Map<string, LibraryItem>()
  webSocket.accept()
  webSocket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(data as string) as UserFrame
    frames.push(frame)
    if (frame.t === 'item') items.set(frame.item.id, frame.item)
    if (frame.t === 'library') for (const item of frame.items) items.set(item.id, item)
    if (frame.t === 'gone') items.delete(frame.id)
  })
  const send = (frame: object) => webSocket.send(JSON.stringify(frame))
  const until = (test: (frame: UserFrame) => boolean) => waitFor(() => frames.find(test))
  send({ t: 'hello', since: 0 })
  await until(({ t }) => t === 'models')
  return {
    items,
    frames,
    send,
    until,
    async act(act: LibraryAct) {
      const re = newId()
      send({ t: 'act', re, act })
      return until((frame) => (frame.t === 'done' || frame.t === 'error') && frame.re === re)
    },
  }
}

/** A conversation with one answer, which the library has heard of. */
async function begin(caller: Caller, page: Awaited<ReturnType<typeof pageOf>>): Promise<string> {
  const id = newId()
  await say(caller, id)
  await waitFor(() => page.items.get(id)?.running === false)
  return id
}

async function say(caller: Caller, id: string): Promise<void> {
  const parts = [{ type: 'text' as const, text: 'hello' }]
  await room(id).send(caller, { id: newId(), reply: newId(), parts, pick })
}

describe('acts', () => {
  it('are told to every page before they are answered, and survive the sleep of the object', async () => {
    const ann = person()
    const [here, there] = [await pageOf(ann), await pageOf(ann)]
    const [one, two] = [await begin(ann, here), await begin(ann, here)]
    expect(await here.act({ do: 'arrange', ids: [one, two], set: { pinned: true } })).toMatchObject({
      t: 'done',
    })
    expect(here.items.get(one)).toMatchObject({ pinned: true })
    await waitFor(() => there.items.get(two)?.pinned)
    await evictDurableObject(stubOf(ann))
    expect(await there.act({ do: 'arrange', ids: [two], set: { archived: true } })).toMatchObject({
      t: 'done',
    })
    await waitFor(() => here.items.get(two)?.archived)
    // What the room tells later changes nothing of it.
    await room(two).rename(ann, 'Renamed')
    await waitFor(() => here.items.get(two)?.title === 'Renamed')
    expect(here.items.get(two)).toMatchObject({ pinned: false, archived: expect.any(Number) })
  })

  it('that are refused change nothing', async () => {
    const ann = person()
    const page = await pageOf(ann)
    const id = await begin(ann, page)
    const set = { pinned: true, project: newId() }
    expect(await page.act({ do: 'arrange', ids: [id], set })).toMatchObject({ t: 'error', code: 'not_found' })
    expect(page.items.get(id)?.pinned).toBe(false)
    page.send({ t: 'act', re: newId(), act: { do: 'arrange', ids: [], set: {} } })
    await page.until((frame) => frame.t === 'error' && frame.code === 'bad_request')
  })

  it('can be about a conversation before its room has told of it, and about nobody else’s', async () => {
    const [ann, bob] = [person(), person()]
    const id = newId()
    await say(ann, id)
    expect(await library(ann).act(ann, { do: 'arrange', ids: [id], set: { pinned: true } })).toMatchObject({
      ok: true,
    })
    const item = await library(ann).item(ann, id)
    expect(item).toMatchObject({ ok: true, value: { pinned: true } })
    const none = { ok: false, fault: { code: 'not_found' } }
    expect(await library(bob).act(bob, { do: 'arrange', ids: [id], set: { pinned: true } })).toMatchObject(
      none,
    )
    expect(await library(bob).item(bob, id)).toMatchObject(none)
    expect(await library(ann).act(bob, { do: 'archive-all' })).toMatchObject(none)
    expect(await library(ann).shelves(bob)).toMatchObject(none)
  })
})

describe('unread', () => {
  it('is what no page showed, and is read on all of them once one does', async () => {
    const ann = person()
    const [here, there] = [await pageOf(ann), await pageOf(ann)]
    const id = await begin(ann, here)
    await waitFor(() => here.items.get(id)?.unread)
    there.send({ t: 'look', id })
    await waitFor(() => here.items.get(id)?.unread === false)
    // Somebody looks, also after the object slept: the answer is read as it comes.
    await evictDurableObject(stubOf(ann))
    const before = here.items.get(id)!.updated
    await say(ann, id)
    await waitFor(() => here.items.get(id)!.updated > before && !here.items.get(id)!.running)
    expect(here.items.get(id)?.unread).toBe(false)
    there.send({ t: 'look', id: null })
    await say(ann, id)
    await waitFor(() => here.items.get(id)?.unread)
  })
})

describe('the trash', () => {
  it('[LB3] erases what it has kept for long enough, and nothing before', async () => {
    const ann = person()
    const page = await pageOf(ann)
    const [old, fresh] = [await begin(ann, page), await begin(ann, page)]
    await page.act({ do: 'arrange', ids: [old, fresh], set: { trashed: true } })
    const alarm = await runInDurableObject(stubOf(ann), (_, state) => state.storage.getAlarm())
    expect(alarm! - Date.now()).toBeGreaterThan(TRASH_MS - 60_000)
    await runDurableObjectAlarm(stubOf(ann))
    expect(await room(old).describe(ann)).toMatchObject({ ok: true })
    await runInDurableObject(stubOf(ann), (_, state) => {
      state.storage.sql.exec('UPDATE conversation SET trashed = trashed - ? WHERE id = ?', TRASH_MS, old)
    })
    await runDurableObjectAlarm(stubOf(ann))
    await waitFor(() => !page.items.has(old))
    expect(await room(old).describe(ann)).toMatchObject({ ok: false })
    expect(await room(fresh).describe(ann)).toMatchObject({ ok: true })
    expect(await library(ann).item(ann, old)).toMatchObject({ ok: false })
  })

  it('[LB3] is emptied at once for its owner, and its rooms soon after', async () => {
    const ann = person()
    const page = await pageOf(ann)
    const ids = [await begin(ann, page), await begin(ann, page)]
    const kept = await begin(ann, page)
    await page.act({ do: 'arrange', ids, set: { trashed: true } })
    await page.act({ do: 'erase', ids: null })
    expect([...page.items.keys()]).toEqual([kept])
    // The alarm rings by itself.
    for (const id of ids)
      await expect.poll(() => room(id).describe(ann), { timeout: 10_000 }).toMatchObject({ ok: false })
    expect(await room(kept).describe(ann)).toMatchObject({ ok: true })
  })
})
