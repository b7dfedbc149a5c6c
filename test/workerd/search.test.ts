/** Search on the real platform: rooms tell their texts to the person's object, whose SQLite finds them. */
/// <reference types="@cloudflare/vitest-plugin/types" />
import { abortAllDurableObjects, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { CALLER_HEADER, type Caller, type ConversationRpc, type UserRpc } from '../../src/durable/rpc.ts'
import { newId } from '../../src/shared/ids.ts'
import type { SearchFilters } from '../../src/shared/search.ts'

type Env = { CONVERSATION: DurableObjectNamespace; USER: DurableObjectNamespace }
const { CONVERSATION, USER } = env as unknown as Env

const NOBODY = { endpoint: 'nobody', model: 'none' }
const person = (user = newId()): Caller => ({ user, sid: newId(), role: 'USER' })
const conversationStub = (id: string) => CONVERSATION.get(CONVERSATION.idFromName(id))
const conversation = (id: string) => conversationStub(id) as unknown as ConversationRpc
const library = (id: string) => USER.get(USER.idFromName(id)) as unknown as UserRpc

async function find(caller: Caller, query: string, filters: SearchFilters = {}) {
  const page = await library(caller.user).search(caller, { query, filters, limit: 20 })
  if (!page.ok) throw new Error(page.fault.code)
  return page.value.items
}

async function until<T>(probe: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (let i = 0; i < 200; i++) {
    const value = await probe()
    if (good(value)) return value
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('waited in vain')
}

async function say(caller: Caller, id: string, text: string): Promise<string> {
  const sent = {
    id: newId(),
    reply: newId(),
    parent: null,
    parts: [{ type: 'text' as const, text }],
    pick: NOBODY,
  }
  const said = await conversation(id).send(caller, sent)
  if (!said.ok) throw new Error(said.fault.code)
  return sent.id
}

/** The frames of a socket that is open, and a way to send some. */
async function open(stub: DurableObjectStub, caller: Caller) {
  const response = await stub.fetch('http://object/', {
    headers: { upgrade: 'websocket', [CALLER_HEADER]: JSON.stringify(caller) },
  })
  const ws = response.webSocket!
  const frames: { t: string; n?: number; items?: { message: string }[] }[] = []
  ws.accept()
  ws.addEventListener('message', ({ data }) => frames.push(JSON.parse(data as string)))
  ws.send(JSON.stringify({ t: 'hello', since: 0 }))
  return { frames, send: (frame: object) => ws.send(JSON.stringify(frame)) }
}

describe('search', () => {
  it('[SE2] [SE3] finds what was said, by a title too, and forgets what was deleted or erased', async () => {
    const [id, ann, bob] = [newId(), person(), person()]
    const message = await say(ann, id, 'Wo liegt der Königsstuhl? 東京タワー')
    const hits = await until(
      () => find(ann, 'konigss'),
      (items) => items.length === 2,
    )
    expect(hits.map((hit) => [hit.conversation, hit.message]).sort()).toEqual([
      [id, null],
      [id, message],
    ])
    expect(await find(ann, 'タワー', { role: 'user' })).toMatchObject([{ message }])
    expect(await find(ann, 'königsstuhl zebrafink', { conversation: id })).toEqual([])
    expect(await find(ann, 'königstuhl', { conversation: id, role: 'user' })).toMatchObject([{ message }])
    expect(await find(bob, 'königsstuhl')).toEqual([])
    expect(await library(ann.user).search(bob, { query: 'x', filters: {}, limit: 5 })).toMatchObject({
      ok: false,
    })
    await conversation(id).rename(ann, 'Rügen')
    await until(
      () => find(ann, 'rügen'),
      (items) => items.length === 1,
    )
    const socket = await open(conversationStub(id), ann)
    socket.send({ t: 'delete', id: message })
    await until(
      () => find(ann, 'königsstuhl'),
      (items) => items.length === 0,
    )
    socket.send({ t: 'restore', id: message })
    await until(
      () => find(ann, 'königsstuhl'),
      (items) => items.length === 1,
    )
    await conversation(id).remove(ann)
    expect([...(await find(ann, 'königsstuhl')), ...(await find(ann, 'rügen'))]).toEqual([])
  })

  it('[SE2] hears of what was said before a crash, by the alarm', async () => {
    const [id, ann] = [newId(), person()]
    await say(ann, id, 'unforgettable')
    await abortAllDurableObjects()
    await runDurableObjectAlarm(conversationStub(id))
    await until(
      () => find(ann, 'unforgettable', { role: 'user' }),
      (items) => items.length === 1,
    )
  })

  it('[SE3] answers on the socket, by the number of the question, whatever was asked', async () => {
    const [id, ann] = [newId(), person()]
    const message = await say(ann, id, 'a needle in the hay')
    await until(
      () => find(ann, 'needle', { role: 'user' }),
      (items) => items.length === 1,
    )
    const page = await open(USER.get(USER.idFromName(ann.user)), ann)
    const odd = [
      '"',
      'AND',
      'need*',
      '🎉',
      '{text}: x',
      '\u0000',
      'x'.repeat(10_240),
      '東'.repeat(10_240),
      ') OR (',
    ]
    odd.forEach((query, n) => {
      page.send({ t: 'search', n, query })
    })
    page.send({ t: 'search', n: 99, query: 'nee', filters: { role: 'user' } })
    const found = await until(
      async () => page.frames.find((frame) => frame.t === 'found' && frame.n === 99),
      (frame) => frame !== undefined,
    )
    expect(found?.items).toMatchObject([
      { message, snippet: { text: 'a needle in the hay', ranges: [[2, 5]] } },
    ])
    expect(page.frames.filter(({ t }) => t === 'found')).toHaveLength(odd.length + 1)
    expect(page.frames.filter(({ t }) => t === 'error')).toEqual([])
  })
})
