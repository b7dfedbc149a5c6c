/** Somebody with an account on a running server, and the HTTP API in their name. */
import { randomUUID } from 'node:crypto'

export type Person = {
  url: string
  token: string
  /** The cookies of the session, as a browser sends them. */
  cookie: string
  user: { id: string; email: string }
  password: string
}

/** A message as `GET /api/messages/:conversationId` tells it, as far as tests read it. */
export type Told = {
  messageId: string
  parentMessageId: string | null
  text: string
  isCreatedByUser: boolean
  unfinished?: boolean
}

export async function register(url: string, name = 'Ada'): Promise<Person> {
  const body = { name, email: `${randomUUID()}@example.com`, password: randomUUID() }
  return enter(url, 'register', body, body.password)
}

/** Another session of the same person. */
export function signIn({ url, user, password }: Person): Promise<Person> {
  return enter(url, 'login', { email: user.email, password }, password)
}

async function enter(url: string, door: string, body: object, password: string): Promise<Person> {
  const response = await fetch(`${url}/api/auth/${door}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${door}: ${response.status} ${await response.text()}`)
  const { token, user } = (await response.json()) as { token: string; user: Person['user'] }
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return { url, token, cookie, user, password }
}

/** A call of the API with the person's token. */
export function call(person: Person, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' }
  return fetch(`${person.url}${path}`, { ...init, headers: { ...headers, ...init.headers } })
}

/** Every page of a list. */
export async function all<T>(person: Person, path: string): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | null = null; ; ) {
    const query: string = cursor === null ? '' : `${path.includes('?') ? '&' : '?'}cursor=${cursor}`
    const response = await call(person, path + query)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    const page = (await response.json()) as { data: T[]; nextCursor: string | null }
    items.push(...page.data)
    if (page.nextCursor === null) return items
    cursor = encodeURIComponent(page.nextCursor)
  }
}

/** The whole tree of a conversation, in the order it was made. */
export const messagesOf = (person: Person, conversation: string) =>
  all<Told>(person, `/api/messages/${conversation}`)
