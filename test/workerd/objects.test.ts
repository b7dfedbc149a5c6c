/** The objects on the real platform: sockets that sleep and wake, a process that dies, and what they tell each other. */
/// <reference types="@cloudflare/vitest-plugin/types" />
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { CALLER_HEADER, type Caller, type ConversationRpc, type UserRpc } from '../../src/durable/rpc.ts'
import { newId } from '../../src/shared/ids.ts'
import type { ServerFrame, UserFrame } from '../../src/shared/protocol.ts'

type Env = { CONVERSATION: DurableObjectNamespace; USER: DurableObjectNamespace }
const { CONVERSATION, USER } = env as unknown as Env

/** Nobody offers it: the answer fails at once, which is an ending like any other. */
const NOBODY = { endpoint: 'nobody', model: 'none' }
/** Streams for a while without any network. */
const GUIDE = { endpoint: 'guide', model: 'guide' }

const person = (user = newId()): Caller => ({ user, sid: newId(), role: 'USER' })
const conversationStub = (id: string) => CONVERSATION.get(CONVERSATION.idFromName(id))
const conversation = (id: string) => conversationStub(id) as unknown as ConversationRpc
const userStub = (id: string) => USER.get(USER.idFromName(id))
const library = (id: string) => userStub(id) as unknown as UserRpc

class Socket<Frame extends { t: string }> {
  readonly frames: Frame[] = []
  closed: number | null = null
  readonly #ws: WebSocket

  constructor(ws: WebSocket) {
    this.#ws = ws
    ws.accept()
    ws.addEventListener('message', ({ data }) => this.frames.push(JSON.parse(data as string)))
    ws.addEventListener('close', ({ code }) => {
      this.closed = code
    })
  }

  send(frame: object): void {
    this.#ws.send(JSON.stringify(frame))
  }

  async until(test: (frame: Frame) => boolean): Promise<Frame> {
    return waitFor(() => this.frames.find(test))
  }
}

async function waitFor<T>(probe: () => T | undefined | null | false): Promise<T> {
  for (let i = 0; i < 500; i++) {
    const found = probe()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('waited in vain')
}

async function open<Frame extends { t: string }>(
  stub: DurableObjectStub,
  caller: Caller,
): Promise<Socket<Frame>> {
  const response = await stub.fetch('http://object/', {
    headers: { upgrade: 'websocket', [CALLER_HEADER]: JSON.stringify(caller) },
  })
  if (!response.webSocket) throw new Error(`status ${response.status}`)
  return new Socket<Frame>(response.webSocket)
}

async function join(id: string, caller: Caller): Promise<Socket<ServerFrame>> {
  const socket = await open<ServerFrame>(conversationStub(id), caller)
  socket.send({ t: 'hello', since: 0 })
  await socket.until(({ t }) => t === 'state')
  return socket
}

function message(text: string, pick = NOBODY) {
  return { id: newId(), reply: newId(), parent: null, parts: [{ type: 'text' as const, text }], pick }
}

const ended = (frame: ServerFrame) => frame.t === 'd' && frame.d.some(({ k }) => k === 'end')

describe('a conversation', () => {
  it('[FO1] [DR1] streams an answer and stores what it sent', async () => {
    const [id, ann] = [newId(), person()]
    const socket = await join(id, ann)
    const sent = message('How do I add a model?', GUIDE)
    socket.send({ t: 'send', ...sent })
    await socket.until(ended)
    const page = await conversation(id).messages(ann, { limit: 10 })
    if (!page.ok) throw new Error('no messages')
    const reply = page.value.messages[1]!
    const text = socket.frames
      .flatMap((frame) => (frame.t === 'd' ? frame.d : []))
      .map((delta) =>
        delta.k === 'text'
          ? delta.s
          : delta.k === 'open' && delta.part.type === 'text'
            ? delta.part.text
            : '',
      )
      .join('')
    expect(reply).toMatchObject({ state: 'settled', why: 'stop' })
    expect(reply.parts.map((part) => (part.type === 'text' ? part.text : '')).join('')).toBe(text)
  })

  it('[HS3] a socket outlives the sleep of its object', async () => {
    const [id, ann] = [newId(), person()]
    const socket = await join(id, ann)
    socket.send({ t: 'send', ...message('one') })
    await socket.until(ended)
    const other = await join(id, { ...ann, sid: newId() })
    await evictDurableObject(conversationStub(id))
    const next = message('two')
    socket.send({ t: 'send', ...next })
    await socket.until((frame) => frame.t === 'ack' && frame.id === next.id)
    await other.until((frame) => frame.t === 'put' && frame.messages[0]?.id === next.id)
  })

  it('[RC1] [RC2] a dead process loses no message, and its answer says that it was interrupted', async () => {
    const [id, ann] = [newId(), person()]
    const socket = await join(id, ann)
    const sent = message('Tell me everything about settings', GUIDE)
    socket.send({ t: 'send', ...sent })
    await socket.until(({ t }) => t === 'd')
    await abortAllDurableObjects()
    const again = await join(id, ann)
    const state = again.frames[0]
    if (state?.t !== 'state') throw new Error('no state')
    expect(state.window.path.map((m) => [m.id, m.state])).toEqual([
      [sent.id, 'settled'],
      [sent.reply, 'interrupted'],
    ])
    again.send({ t: 'continue', reply: sent.reply })
    await again.until(ended)
  })

  it('[RC1] the alarm finds the answer when nobody looks', async () => {
    const [id, ann] = [newId(), person()]
    await conversation(id).send(ann, message('Tell me everything about settings', GUIDE))
    await abortAllDurableObjects()
    await runDurableObjectAlarm(conversationStub(id))
    const listed = await library(ann.user).list(ann, { limit: 10 })
    expect(listed).toMatchObject({ ok: true, value: { items: [{ id, running: false }] } })
  })

  it('is none to a stranger, on every door', async () => {
    const [id, ann, bob] = [newId(), person(), person()]
    const sent = message('mine')
    await conversation(id).send(ann, sent)
    const room = conversation(id)
    const none = { ok: false, fault: { code: 'not_found' } }
    expect(await room.describe(bob)).toMatchObject(none)
    expect(await room.messages(bob, { limit: 10 })).toMatchObject(none)
    expect(await room.send(bob, message('intruding'))).toMatchObject(none)
    expect(await room.stop(bob, sent.reply)).toMatchObject(none)
    expect(await room.rename(bob, 'stolen')).toMatchObject(none)
    expect(await room.remove(bob)).toMatchObject(none)
    await expect(open(conversationStub(id), bob)).rejects.toThrow('404')
    const headers = { [CALLER_HEADER]: JSON.stringify(bob) }
    const events = await conversationStub(id).fetch(`http://object/?reply=${sent.reply}`, { headers })
    expect(events.status).toBe(404)
  })

  it('can be erased: sockets closed, nothing left, gone from the library', async () => {
    const [id, ann] = [newId(), person()]
    const page = await open<UserFrame>(userStub(ann.user), ann)
    page.send({ t: 'hello', since: 0 })
    const socket = await join(id, ann)
    socket.send({ t: 'send', ...message('soon gone') })
    await socket.until(ended)
    await page.until((frame) => frame.t === 'item' && frame.item.id === id && !frame.item.running)
    expect(await conversation(id).remove(ann)).toMatchObject({ ok: true })
    await page.until((frame) => frame.t === 'gone' && frame.id === id)
    await waitFor(() => socket.closed === 4404)
    expect(await conversation(id).describe(ann)).toMatchObject({ ok: false })
  })
})

describe('a person', () => {
  it('[OB1] hears of conversations, newest first, on every page', async () => {
    const ann = person()
    const page = await open<UserFrame>(userStub(ann.user), ann)
    page.send({ t: 'hello', since: 0 })
    const ids = [newId(), newId(), newId()]
    for (const id of ids) {
      await conversation(id).send(ann, message(`about ${id}`))
      await page.until((frame) => frame.t === 'item' && frame.item.id === id && !frame.item.running)
    }
    const one = await library(ann.user).list(ann, { limit: 2 })
    if (!one.ok) throw new Error('no list')
    expect(one.value.items.map(({ id }) => id)).toEqual([ids[2], ids[1]])
    const two = await library(ann.user).list(ann, { limit: 2, cursor: one.value.nextCursor! })
    expect(two).toMatchObject({ ok: true, value: { items: [{ id: ids[0] }], nextCursor: null } })
    expect(await library(ann.user).list(ann, { limit: 2, cursor: "' OR 1" })).toMatchObject({ ok: false })
    expect(await library(ann.user).list(person(), { limit: 2 })).toMatchObject({ ok: false })
  })

  it('[AC1] revoking a session closes its sockets everywhere, also sleeping ones, and no others', async () => {
    const [id, ann] = [newId(), person()]
    const other = { ...ann, sid: newId() }
    const [here, there] = [await join(id, ann), await join(id, other)]
    const page = await open<UserFrame>(userStub(ann.user), ann)
    here.send({ t: 'send', ...message('hi') })
    await here.until(ended)
    await evictDurableObject(conversationStub(id))
    await library(ann.user).revoke(ann.sid)
    await waitFor(() => here.closed === 4401 && page.closed === 4401)
    there.send({ t: 'send', ...message('still here') })
    await there.until(({ t }) => t === 'ack')
    // A socket that opens with a token from before is closed as well.
    const late = await open<ServerFrame>(conversationStub(id), ann)
    await waitFor(() => late.closed === 4401)
    await expect(open(userStub(ann.user), ann)).rejects.toThrow('404')
  })

  it('has preferences that reach every page', async () => {
    const ann = person()
    const [a, b] = [
      await open<UserFrame>(userStub(ann.user), ann),
      await open<UserFrame>(userStub(ann.user), ann),
    ]
    a.send({ t: 'preferences', set: { theme: 'dark' } })
    const heard = await b.until(({ t }) => t === 'preferences')
    expect(heard).toMatchObject({ preferences: { theme: 'dark', sendKey: 'enter' } })
    a.send({ t: 'preferences', set: { theme: 'neon' } })
    await a.until(({ t }) => t === 'error')
  })
})
