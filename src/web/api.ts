/**
 * HTTP to our own Worker. Expected failures are values; the session is renewed silently, once per request, and by one
 * tab at a time. Who uses it: models. Sockets carry everything that is live.
 */
import type { SignedIn } from '../shared/boot.ts'
import type { CopyRange } from '../shared/conversation.ts'
import type { ErrorCode, Fault } from '../shared/errors.ts'
import type { UsageReport } from '../shared/ledger.ts'
import type { PromptVersion } from '../shared/prompts.ts'
import type { Filter, LibraryItem } from '../shared/shelf.ts'
import type { Session } from '../shared/user.ts'
import { renew, sessionEnded } from './net/renew.ts'

/** `network`: no answer came at all, so nothing is known to have happened. */
export type ApiFault = Omit<Fault, 'code'> & { code: ErrorCode | 'network' }
export type Answer<T> = { ok: true; value: T } | { ok: false; fault: ApiFault }

type WireVersion = { _id: string; version: number; prompt: string; createdAt: string }

type Page = { items: LibraryItem[]; nextCursor: string | null }

export const api = {
  signIn: (body: { email: string; password: string }) =>
    ask<SignedIn>('POST', '/api/auth/login', body, false),
  register: (body: { name: string; email: string; password: string }) =>
    ask<SignedIn>('POST', '/api/auth/register', body, false),
  signOut: () => ask<unknown>('POST', '/api/auth/logout', undefined, false),

  acceptTerms: () => ask<unknown>('POST', '/api/user/terms/accept'),

  sessions: () => ask<{ data: Session[] }>('GET', '/api/auth/sessions'),
  revoke: (id: string) => ask<unknown>('DELETE', `/api/auth/sessions/${id}`),
  /** Every session but this one. */
  revokeOthers: () => ask<unknown>('DELETE', '/api/auth/sessions'),

  /** A page of this part of the library, from its begin when there is no cursor. */
  async conversations(
    cursor: string | null | undefined,
    limit: number,
    filter: Filter,
  ): Promise<Answer<Page>> {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor && { cursor }) })
    if (filter.shelf === 'archive') query.set('isArchived', 'true')
    if (filter.pinned !== undefined) query.set('pinned', String(filter.pinned))
    if (filter.project !== undefined) query.set('projectId', filter.project ?? 'unassigned')
    for (const tag of filter.tags ?? []) query.append('tags', tag)
    const answer = await ask<{ data: WireConversation[]; nextCursor: string | null }>(
      'GET',
      `/api/${filter.shelf === 'trash' ? 'trash' : 'convos'}?${query}`,
    )
    if (!answer.ok) return answer
    return { ok: true, value: { items: answer.value.data.map(itemOf), nextCursor: answer.value.nextCursor } }
  },
  rename: (id: string, title: string) => ask<unknown>('PATCH', `/api/convos/${id}`, { title }),
  async projectInstructions(id: string): Promise<Answer<string>> {
    const answer = await ask<{ instructions: string }>('GET', `/api/projects/${id}`)
    return answer.ok ? { ok: true, value: answer.value.instructions } : answer
  },
  /** Copies the part of a conversation around a message; the id of the copy. */
  async fork(
    id: string,
    message: string,
    extent: CopyRange['extent'],
    start: boolean,
  ): Promise<Answer<string>> {
    const option = { path: 'directPath', branches: 'includeBranches', all: 'targetLevel' }[extent]
    const body = { conversationId: id, messageId: message, option, splitAtTarget: start }
    const answer = await ask<{ conversation: WireConversation }>('POST', '/api/convos/fork', body)
    return answer.ok ? { ok: true, value: answer.value.conversation.conversationId } : answer
  },
  /** Versions of a prompt, newest first. */
  async promptVersions(prompt: string): Promise<Answer<PromptVersion[]>> {
    const answer = await ask<WireVersion[]>('GET', `/api/prompts?groupId=${prompt}`)
    if (!answer.ok) return answer
    const value = answer.value.map(({ _id, version, prompt, createdAt }) => ({
      ...{ id: _id, n: version, text: prompt, created: Date.parse(createdAt) },
    }))
    return { ok: true, value }
  },
  /** Brings a key for an endpoint. `expires`: Unix ms; null: until it is taken back. */
  async setKey(name: string, value: string, expires: number | null): Promise<ApiFault | null> {
    const expiresAt = expires === null ? null : new Date(expires).toISOString()
    const answer = await ask('PUT', '/api/keys', { name, value, expiresAt })
    return answer.ok ? null : answer.fault
  },
  /** Takes a key back; null: all of them. */
  async dropKey(name: string | null): Promise<ApiFault | null> {
    const path = name === null ? '/api/keys?all=true' : `/api/keys/${encodeURIComponent(name)}`
    const answer = await ask('DELETE', path)
    return answer.ok ? null : answer.fault
  },
  /** What was used in the last days. `zone`: minutes that this clock is ahead of UTC. */
  usage: (days: number, zone: number) => ask<UsageReport>('GET', `/api/usage?days=${days}&zone=${zone}`),
  /** Brings a model to Ollama's machine: lines of `PullFrame`. */
  download: (model: string, signal: AbortSignal): Promise<Answer<ReadableStream<Uint8Array>>> =>
    answered(
      () => call('POST', '/api/models/download', { model }, signal),
      (response) => response.body!, // a response to POST has one
      true,
    ),
  docs: () => ask<{ data: { page: string; title: string }[] }>('GET', '/api/docs'),
  doc: (page: string) => ask<{ title: string; text: string }>('GET', `/api/docs/${encodeURIComponent(page)}`),
  /** One conversation and where it stands; null of one that is in no list. */
  async conversation(id: string): Promise<Answer<LibraryItem | null>> {
    const answer = await ask<WireConversation>('GET', `/api/convos/${id}`)
    if (!answer.ok) return answer
    return { ok: true, value: answer.value.pinned === undefined ? null : itemOf(answer.value) }
  },
  /** Messages of a conversation in the order they were made, all branches. */
  messages: (id: string, cursor: string | null) =>
    ask<WirePage>('GET', `/api/messages/${id}?limit=200${cursor === null ? '' : `&cursor=${cursor}`}`),
  async duplicate(id: string): Promise<Answer<string>> {
    const answer = await ask<{ conversation: WireConversation }>('POST', '/api/convos/duplicate', {
      conversationId: id,
    })
    return answer.ok ? { ok: true, value: answer.value.conversation.conversationId } : answer
  },
}

/** As much of a message as the API tells that is needed here. */
export type WireMessage = {
  messageId: string
  parentMessageId: string
  isCreatedByUser: boolean
  text: string
}
export type WirePage = { data: WireMessage[]; nextCursor: string | null }

async function ask<T>(method: string, path: string, body?: unknown, renewing = true): Promise<Answer<T>> {
  const sent = () => call(method, path, body)
  return answered(sent, async (response) => (await json(response)) as T, renewing) // our own server's contract
}

async function answered<T>(
  sent: () => Promise<Response>,
  read: (response: Response) => T | Promise<T>,
  renewing: boolean,
): Promise<Answer<T>> {
  try {
    let response = await sent()
    if (response.status === 401 && renewing) {
      if (await renew()) response = await sent()
      if (response.status === 401) sessionEnded()
    }
    if (response.ok) return { ok: true, value: await read(response) }
    return { ok: false, fault: await faultOf(response) }
  } catch {
    // fetch rejects when there is no connection, or its caller gave up, and for nothing else that we send
    return { ok: false, fault: { code: 'network' } }
  }
}

function call(method: string, path: string, body: unknown, signal: AbortSignal | null = null) {
  return fetch(path, {
    method,
    signal,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
}

async function json(response: Response): Promise<unknown> {
  const isJson = response.headers.get('content-type')?.includes('json')
  return isJson ? response.json() : null
}

async function faultOf(response: Response): Promise<ApiFault> {
  const told = (await json(response)) as { message?: string; type?: ErrorCode } | null
  const wait = Number(response.headers.get('retry-after'))
  return {
    // A proxy in between answers without our type.
    code: told?.type ?? (response.status === 503 || response.status === 502 ? 'unavailable' : 'internal'),
    ...(told?.message && { message: told.message }),
    ...(wait > 0 && { retryAfterMs: wait * 1000 }),
  }
}

/** A conversation as the HTTP API lists it, with LibreChat's names. */
type WireConversation = {
  conversationId: string
  title: string | null
  endpoint?: string | null
  model?: string | null
  createdAt: string
  updatedAt: string
  running?: boolean
  pinned?: boolean
  archivedAt?: string | null
  trashedAt?: string | null
  unread?: boolean
  chatProjectId?: string | null
  tagIds?: string[]
}

function itemOf(wire: WireConversation): LibraryItem {
  return {
    id: wire.conversationId,
    title: wire.title,
    pick: wire.endpoint && wire.model ? { endpoint: wire.endpoint, model: wire.model } : null,
    created: Date.parse(wire.createdAt),
    updated: Date.parse(wire.updatedAt),
    running: wire.running ?? false,
    pinned: wire.pinned ?? false,
    archived: wire.archivedAt ? Date.parse(wire.archivedAt) : null,
    trashed: wire.trashedAt ? Date.parse(wire.trashedAt) : null,
    unread: wire.unread ?? false,
    project: wire.chatProjectId ?? null,
    tags: wire.tagIds ?? [],
  }
}
