/** What must not be possible afterwards, or by a side door: a revoked socket that goes on, a temporary conversation that is told of. */
import { expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { again, bearer, call, type Person, post, somebody } from './house.ts'

type Frame = { t: string; id?: string; re?: string; clock?: number; tags?: unknown[] }

async function socketOf(person: Person, path: string) {
  const answer = await call(path, { headers: { ...bearer(person), upgrade: 'websocket' } })
  const socket = answer.webSocket!
  socket.accept()
  const heard: Frame[] = []
  let closed = false
  const wake = new Set<() => void>()
  socket.addEventListener('message', ({ data }) => {
    heard.push(JSON.parse(data as string))
    for (const one of wake) one()
  })
  socket.addEventListener('close', () => {
    closed = true
    for (const one of wake) one()
  })
  const until = async (done: () => boolean) => {
    const end = Date.now() + 5000
    while (!done() && Date.now() < end)
      await new Promise<void>((next) => {
        wake.add(next)
        setTimeout(next, 50)
      })
    expect(done()).toBe(true)
  }
  return {
    socket,
    heard,
    until,
    closed: () => closed,
    say: (frame: object) => socket.send(JSON.stringify(frame)),
  }
}

it('[AC1] what a socket says after its session was revoked is heard by nobody', async () => {
  const ada = await somebody()
  const here = await again(ada)
  const gone = await socketOf(here, '/api/user/ws')
  gone.say({ t: 'hello', since: 0 })
  await gone.until(() => gone.heard.length > 0)
  await post('/api/auth/logout', {}, bearer(here))
  await gone.until(gone.closed)
  // It does not close its side, and goes on.
  try {
    gone.say({ t: 'act', re: newId(), act: { do: 'tag', id: newId(), set: { name: 'by a ghost' } } })
    gone.say({ t: 'draft', of: 'new', base: 0, text: 'by a ghost' })
  } catch {}
  await new Promise((next) => setTimeout(next, 300))
  const tags = await call('/api/tags', { headers: bearer(ada) })
  expect(await tags.text()).not.toContain('ghost')
}, 60_000)

it('[TE1] a temporary conversation is in no list, also when somebody asks about it', async () => {
  const ada = await somebody()
  const id = newId()
  const room = await socketOf(ada, `/api/convos/${id}/ws`)
  const message = newId()
  room.say({ t: 'hello', since: 0 })
  const parts = [{ type: 'text', text: 'whisper' }]
  const pick = { endpoint: 'nobody', model: 'none' }
  room.say({ t: 'send', id: message, reply: newId(), parent: null, parts, pick, temporary: true })
  await room.until(() => room.heard.some((frame) => frame.t === 'ack'))
  expect((await call(`/api/convos/${id}`, { headers: bearer(ada) })).status).toBe(200)
  await post('/api/convos/archive', { arg: { conversationId: id, isArchived: true } }, bearer(ada))
  const person = await socketOf(ada, '/api/user/ws')
  const re = newId()
  person.say({ t: 'act', re, act: { do: 'arrange', ids: [id], set: { pinned: true } } })
  await person.until(() => person.heard.some((frame) => frame.re === re))
  for (const list of ['/api/convos', '/api/convos?isArchived=true'])
    expect(await (await call(list, { headers: bearer(ada) })).json()).toMatchObject({ data: [] })
}, 60_000)
