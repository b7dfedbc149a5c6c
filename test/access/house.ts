/** The whole Worker with its objects, inside workerd, and people who live in it. */
import { env as bindings, exports } from 'cloudflare:workers'
import type { SignedIn } from '../../src/shared/boot.ts'
import { newId } from '../../src/shared/ids.ts'
import type { Env } from '../../src/worker/env.ts'

export const env = bindings as unknown as Env

/** Where the house stands, for its own pages. */
export const HOME = 'http://parley.test'

export type Person = SignedIn & { email: string; password: string; cookies: Map<string, string> }

/** A request as a program sends it: no Origin, no Sec-Fetch headers. */
export function call(path: string, init: RequestInit = {}): Promise<Response> {
  const worker = (exports as unknown as { default: { fetch(request: Request): Promise<Response> } }).default
  return worker.fetch(new Request(HOME + path, { redirect: 'manual', ...init }))
}

/** A request with a JSON body. */
export function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const type = { 'content-type': 'application/json' }
  return call(path, { method: 'POST', body: JSON.stringify(body), headers: { ...type, ...headers } })
}

/** What our own page adds to its requests. */
export const fromPage = { origin: HOME, 'sec-fetch-site': 'same-origin' }

/** What a page of somebody else adds. */
export const fromElsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

export const bearer = (person: Pick<Person, 'token'>) => ({ authorization: `Bearer ${person.token}` })

export const cookieOf = (cookies: Map<string, string>) => ({
  cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
})

/** The cookies an answer leaves in a browser. */
export function cookiesOf(response: Response, before = new Map<string, string>()): Map<string, string> {
  const cookies = new Map(before)
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || /max-age=0/i.test(line)) cookies.delete(name)
    else cookies.set(name, value)
  }
  return cookies
}

/** Somebody new. */
export async function somebody(name = 'Ada'): Promise<Person> {
  const email = `${newId()}@example.com`
  const password = `secret ${newId()}`
  const response = await post('/api/auth/register', { name, email, password })
  if (!response.ok) throw new Error(`register: ${response.status} ${await response.text()}`)
  return { ...((await response.json()) as SignedIn), email, password, cookies: cookiesOf(response) }
}

/** The same person on another device. */
export async function again(person: Pick<Person, 'email' | 'password'>): Promise<Person> {
  const { email, password } = person
  const response = await post('/api/auth/login', { email, password })
  if (!response.ok) throw new Error(`login: ${response.status} ${await response.text()}`)
  return { ...((await response.json()) as SignedIn), email, password, cookies: cookiesOf(response) }
}

/** A conversation of this person with one answer, which failed at once: nobody offers the model. */
export async function conversationOf(person: Person): Promise<{ conversation: string; stream: string }> {
  const answer = await post('/api/agents/chat/nobody', { text: 'Hello', model: 'none' }, bearer(person))
  const { conversationId, streamId } = (await answer.json()) as { conversationId: string; streamId: string }
  return { conversation: conversationId, stream: streamId }
}

/** A file that this person sent in a conversation, by its id. */
export async function fileIn(conversation: string, person: Person): Promise<{ file: string }> {
  const answer = await call(`/api/convos/${conversation}/ws`, {
    headers: { ...bearer(person), upgrade: 'websocket' },
  })
  if (!answer.webSocket) throw new Error(`no socket: ${conversation} ${answer.status} ${await answer.text()}`)
  const socket = answer.webSocket
  socket.accept()
  const [file, id] = [newId(), newId()]
  const text = 'one\ntwo\n'
  const part = {
    type: 'file',
    id: file,
    name: 'notes.txt',
    mime: 'text/plain',
    size: text.length,
    preview: text,
  }
  const pick = { endpoint: 'nobody', model: 'none' }
  const told = new Promise<void>((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      if ((JSON.parse(data as string) as { id?: string }).id === id) resolve()
    })
  })
  socket.send(JSON.stringify({ t: 'hello', since: 0 }))
  socket.send(JSON.stringify({ t: 'file', id: file, at: 0, text }))
  socket.send(JSON.stringify({ t: 'send', id, reply: newId(), parent: null, parts: [part], pick }))
  await told
  socket.close()
  return { file }
}

/** Lets a file wait in the draft of a conversation. */
export async function draftIn(conversation: string, file: string, person: Person): Promise<void> {
  const answer = await call('/api/user/ws', { headers: { ...bearer(person), upgrade: 'websocket' } })
  if (!answer.webSocket) throw new Error(`no socket: ${answer.status} ${await answer.text()}`)
  const socket = answer.webSocket
  socket.accept()
  const told = new Promise<void>((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      if ((JSON.parse(data as string) as { t: string }).t === 'draft-file') resolve()
    })
  })
  const one = { type: 'file', id: file, name: 'notes.txt', mime: 'text/plain', size: 4, preview: 'one\n' }
  socket.send(JSON.stringify({ t: 'draft', of: conversation, base: 0, text: '', files: [one] }))
  socket.send(JSON.stringify({ t: 'draft-file', of: conversation, id: file, at: 0, text: 'one\n' }))
  await told
  socket.close()
}

/** A bookmark and a project of this person, by their ids. */
export async function shelvesOf(person: Person): Promise<{ tag: string; project: string }> {
  const tag = await post('/api/tags', { tag: `Tag ${newId()}` }, bearer(person))
  const project = await post('/api/projects', { name: 'Project' }, bearer(person))
  return {
    tag: ((await tag.json()) as { id: string }).id,
    project: ((await project.json()) as { projectId: string }).projectId,
  }
}

/** A prompt of this person, and a version of it that is not in use. */
export async function promptOf(person: Person): Promise<{ prompt: string; version: string }> {
  const said = { prompt: { prompt: 'Write {{x}}', type: 'text' } }
  const made = await post('/api/prompts', { ...said, group: { name: 'Prompt' } }, bearer(person))
  const { _id: prompt } = ((await made.json()) as { group: { _id: string } }).group
  const added = await post(`/api/prompts/groups/${prompt}/prompts`, said, bearer(person))
  return { prompt, version: ((await added.json()) as { prompt: { _id: string } }).prompt._id }
}

/** Empties the tables: the next person is the first one. */
export async function emptyHouse(): Promise<void> {
  await call('/api/config')
  await env.DB.batch(
    ['sessions', 'identities', 'users', 'limits'].map((t) => env.DB.prepare(`DELETE FROM ${t}`)),
  )
}
