/** The HTTP API as a program uses it: start, read along, come back, stop, look, rename, delete. */
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import type { ServerFrame } from '../../src/shared/protocol.ts'
import { DOT_PNG } from '../support/pictures.ts'
import { bearer, call, type Person, post, somebody } from './house.ts'

let ada: Person

beforeAll(async () => {
  ada = await somebody()
}, 60_000)

type Started = { streamId: string; conversationId: string; messageId: string }
type Event = { id: string; frame: ServerFrame }
type Told = Record<string, unknown> & { messageId: string; parentMessageId: string; text: string }

async function start(body: object = {}, path = '/api/agents/chat/guide'): Promise<Started> {
  const answer = await post(path, { text: 'How do I add a model?', model: 'guide', ...body }, bearer(ada))
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as Started
}

function read(streamId: string, last?: string): Promise<Response> {
  const headers = { ...bearer(ada), ...(last !== undefined && { 'last-event-id': last }) }
  return call(`/api/agents/chat/stream/${streamId}`, { headers })
}

async function eventsOf(answer: Response): Promise<Event[]> {
  const blocks = (await answer.text()).split('\n\n').filter((block) => block.startsWith('id:'))
  return blocks.map((block) => {
    const [, id = '', data = ''] = /^id: (.*)\ndata: (.*)$/.exec(block) ?? []
    return { id, frame: JSON.parse(data) as ServerFrame }
  })
}

/** What a reader of these events holds, who held `before`. */
function textOf(events: readonly Event[], before = ''): string {
  let text = before
  for (const { frame } of events) {
    if (frame.t !== 'd') continue
    for (const delta of frame.d) {
      if (delta.k === 'open' && delta.part.type === 'text') text += delta.part.text
      if (delta.k === 'text') text = text.slice(0, delta.at) + delta.s
    }
  }
  return text
}

async function messagesOf(
  conversation: string,
  query = '',
): Promise<{ data: Told[]; nextCursor: string | null }> {
  const answer = await call(`/api/messages/${conversation}${query}`, { headers: bearer(ada) })
  return (await answer.json()) as { data: Told[]; nextCursor: string | null }
}

describe('files', () => {
  const inBase64 = (text: string) => btoa(unescape(encodeURIComponent(text)))

  it('come with a message, are told by what is in them, and can be read again', async () => {
    const files = [
      { filename: 'dot.jpg', data: DOT_PNG },
      { filename: 'notes.md', data: inBase64('# Zwölf') },
    ]
    const { conversationId } = await start({ text: '', files })
    const [told] = (await messagesOf(conversationId)).data
    const [dot, notes] = (told?.content ?? []) as { file_id: string; mime: string; filename: string }[]
    expect(dot).toMatchObject({ type: 'file', filename: 'dot.jpg', mime: 'image/png', bytes: 70 })
    expect(notes).toMatchObject({ type: 'file', filename: 'notes.md', mime: 'text/plain', bytes: 8 })
    const read = (id = '') => call(`/api/convos/${conversationId}/files/${id}`, { headers: bearer(ada) })
    const picture = await read(dot?.file_id)
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect(btoa(String.fromCharCode(...(await picture.bytes())))).toBe(DOT_PNG)
    expect(await (await read(notes?.file_id)).text()).toBe('# Zwölf')
    // A browser that has the picture asks whether it may still show it.
    const again = (who: Person) =>
      call(`/api/convos/${conversationId}/files/${dot?.file_id}`, {
        headers: { ...bearer(who), 'if-none-match': picture.headers.get('etag') ?? '' },
      })
    expect((await again(ada)).status).toBe(304)
    expect((await again(await somebody())).status).toBe(404)
    await start({ files: [{ filename: 'long.txt', data: inBase64('x'.repeat(4_999_999)) }] })
  })

  it('that are none of what can be sent are refused in words, and nothing is begun', async () => {
    const odd = [
      ['film.mp4', btoa('\0\0\0\x18ftypmp42')],
      ['empty.txt', ''],
      ['../up.txt', inBase64('x')],
      ['big.txt', inBase64('x'.repeat(5_000_001))],
      ['no.txt', '%%%'],
    ]
    for (const [filename = '', data = ''] of odd) {
      const conversationId = newId()
      const body = { text: 'Look', model: 'guide', conversationId, files: [{ filename, data }] }
      const answer = await post('/api/agents/chat/guide', body, bearer(ada))
      expect([400, 413], filename).toContain(answer.status)
      expect(((await answer.json()) as { message: string }).message).toMatch(/\w/)
      expect((await call(`/api/convos/${conversationId}`, { headers: bearer(ada) })).status).toBe(404)
    }
    const many = Array.from({ length: 11 }, (_, n) => ({ filename: `${n}.txt`, data: 'eA==' }))
    const answer = await post(
      '/api/agents/chat/guide',
      { text: 'Look', model: 'guide', files: many },
      bearer(ada),
    )
    expect(answer.status).toBe(400)
  })
})

describe('an answer', () => {
  it('is told where to be read before it is written, and can be read to its end', async () => {
    const { streamId, conversationId, messageId } = await start()
    const answer = await read(streamId)
    expect(answer.headers.get('content-type')).toMatch('text/event-stream')
    expect(answer.headers.get('cache-control')).toMatch('no-cache')
    const events = await eventsOf(answer)
    expect(events.at(-1)!.frame).toMatchObject({ t: 'd', d: [{ k: 'end', state: 'settled' }] })
    const { data } = await messagesOf(conversationId)
    const [question, reply] = data
    expect(question).toMatchObject({
      messageId,
      isCreatedByUser: true,
      sender: 'User',
      text: 'How do I add a model?',
    })
    expect(question!.parentMessageId).toBe('00000000-0000-0000-0000-000000000000')
    expect(reply).toMatchObject({
      messageId: streamId.split('.')[1],
      parentMessageId: messageId,
      conversationId,
      isCreatedByUser: false,
      endpoint: 'guide',
      model: 'guide',
      unfinished: false,
      error: false,
      state: 'settled',
    })
    expect(reply!.text).toBe(textOf(events))
    expect(Date.parse(reply!.createdAt as string)).toBeGreaterThan(Date.now() - 60_000)
  })

  it('goes on where its reader left off', async () => {
    const { streamId } = await start()
    const all = await eventsOf(await read(streamId))
    const whole = textOf(all)
    for (const [i, { id }] of all.entries()) {
      if (id === 'end') continue
      const rest = await eventsOf(await read(streamId, id))
      expect(textOf(rest, textOf(all.slice(0, i + 1))), id).toBe(whole)
    }
    expect((await read(streamId, 'end')).status).toBe(204)
  })

  it('can be stopped, and keeps its text', async () => {
    const { streamId, conversationId } = await start()
    const stopped = await post('/api/agents/chat/abort', { streamId }, bearer(ada))
    expect(await stopped.json()).toEqual({ success: true, aborted: streamId })
    const events = await eventsOf(await read(streamId))
    expect(JSON.stringify(events.at(-1))).toMatch(/"state":"(stopped|settled)"/)
    expect((await messagesOf(conversationId)).data[1]!.text).toBe(textOf(events))
  })

  it('is asked for once, however often the same message is sent', async () => {
    const ids = { messageId: newId(), conversationId: newId() }
    const [one, two] = [await start(ids), await start(ids)]
    expect(two).toEqual(one)
    await (await read(one.streamId)).text()
    expect((await messagesOf(ids.conversationId)).data).toHaveLength(2)
  })

  it('can be asked for with the endpoint in the body, and begin a branch of its own', async () => {
    const first = await start({ endpoint: 'guide', conversationId: 'new' }, '/api/agents/chat')
    await (await read(first.streamId)).text()
    const { conversationId } = first
    const root = '00000000-0000-0000-0000-000000000000'
    const branch = await start({ conversationId, parentMessageId: root })
    await (await read(branch.streamId)).text()
    const next = await start({ conversationId })
    await (await read(next.streamId)).text()
    const { data } = await messagesOf(conversationId)
    expect(data.map(({ messageId }) => messageId)).toContain(branch.messageId)
    expect(data.filter(({ parentMessageId }) => parentMessageId === root)).toHaveLength(2)
    expect(data.find(({ messageId }) => messageId === next.messageId)!.parentMessageId).toBe(
      branch.streamId.split('.')[1],
    )
  })

  it('that follows a message which is not there is refused', async () => {
    const body = { text: 'Hello', model: 'guide', parentMessageId: newId() }
    const answer = await post('/api/agents/chat/guide', body, bearer(ada))
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  })
})

describe('conversations', () => {
  it('are listed in pages, newest first, renamed both ways, and go to the trash', async () => {
    const eve = await somebody()
    const ids: string[] = []
    for (let i = 0; i < 3; i++) {
      const answer = await post('/api/agents/chat/nobody', { text: `Hello ${i}`, model: 'none' }, bearer(eve))
      ids.unshift(((await answer.json()) as Started).conversationId)
    }
    type Page = { data: { conversationId: string; title: string | null }[]; nextCursor: string | null }
    const list = async (query: string) =>
      (await (await call(`/api/convos?${query}`, { headers: bearer(eve) })).json()) as Page
    await expect
      .poll(async () => (await list('limit=3')).data.map((item) => item.conversationId))
      .toEqual(ids)
    const first = await list('limit=2')
    expect(first.data.map((item) => item.conversationId)).toEqual(ids.slice(0, 2))
    const rest = await list(`limit=2&cursor=${encodeURIComponent(first.nextCursor!)}`)
    expect(rest).toMatchObject({ data: [{ conversationId: ids[2] }], nextCursor: null })

    const path = `/api/convos/${ids[0]}`
    const type = { 'content-type': 'application/json', ...bearer(eve) }
    const patched = await call(path, { method: 'PATCH', body: '{"title":" One "}', headers: type })
    expect(await patched.json()).toMatchObject({ conversationId: ids[0], title: 'One' })
    await post('/api/convos/update', { arg: { conversationId: ids[0], title: 'Two' } }, bearer(eve))
    expect(await (await call(path, { headers: bearer(eve) })).json()).toMatchObject({ title: 'Two' })

    expect((await call(path, { method: 'DELETE', headers: bearer(eve) })).status).toBe(200)
    await expect.poll(async () => (await list('')).data).toHaveLength(2)
    const trash = (await (await call('/api/trash', { headers: bearer(eve) })).json()) as Page
    expect(trash.data.map((item) => item.conversationId)).toEqual([ids[0]])
  })

  it('tell their messages in pages', async () => {
    const { streamId, conversationId } = await start()
    await (await read(streamId)).text()
    const first = await messagesOf(conversationId, '?limit=1')
    const second = await messagesOf(conversationId, `?limit=1&cursor=${first.nextCursor}`)
    expect([...first.data, ...second.data]).toEqual((await messagesOf(conversationId)).data)
  })
})

describe('models', () => {
  it('are told in the shapes of LibreChat', async () => {
    const get = async (path: string) => (await call(path, { headers: bearer(ada) })).json()
    expect(await get('/api/models')).toMatchObject({ guide: ['guide'] })
    expect(await get('/api/endpoints')).toMatchObject({
      guide: { userProvide: false, order: expect.any(Number) },
    })
  })
})
