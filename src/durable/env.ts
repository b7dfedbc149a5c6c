/** What the objects are given by the platform. */
import { interfaceOf, temporaryMsOf } from '../shared/interface.ts'
import type { LibraryAct } from '../shared/library.ts'
import type { EgressEnv } from './egress.ts'
import type { Reach } from './gateway/ask.ts'
import { barsFiles } from './gateway/attaching.ts'
import { type Asked, barsAct, barsAsked } from './gateway/bars.ts'
import { installationOf } from './gateway/installation.ts'
import { summaryRulesOf } from './gateway/summarizing.ts'
import type { ProviderEnv } from './providers/index.ts'
import type { Passage } from './providers/spec.ts'
import { DESERTED_MS } from './room/lapse.ts'
import type { RoomHost } from './room/room.ts'
import { TIMINGS, type Timings } from './room/turn.ts'
import type { ConversationRpc, Guidance, UserRpc } from './rpc.ts'

export type ObjectEnv = ProviderEnv &
  EgressEnv & {
    CONVERSATION: DurableObjectNamespace
    USER: DurableObjectNamespace
    KNOWLEDGE: DurableObjectNamespace
    DB: D1Database
    /** JSON of the validated `Config`. */
    CONFIG?: string
    /** What keys that people bring are sealed with. */
    CREDS_KEY?: string
    /** Ms of silence after which a model counts as stalled; for slow local hardware, and for tests. */
    PARLEY_STALL_MS?: string
    /** Limits of messages, by LibreChat's names: a switch, how many, and in how many minutes. */
    LIMIT_MESSAGE_USER?: string
    MESSAGE_USER_MAX?: string
    MESSAGE_USER_WINDOW?: string
    LIMIT_MESSAGE_IP?: string
    MESSAGE_IP_MAX?: string
    MESSAGE_IP_WINDOW?: string
    /** Minutes after which a temporary conversation is erased when its last tab was closed. */
    PARLEY_TEMPORARY_MINUTES?: string
  }

/** The object of one conversation. The class is its own affair; what may be asked of it is the interface. */
export function roomOf(env: ObjectEnv, id: string): ConversationRpc {
  return env.CONVERSATION.get(env.CONVERSATION.idFromName(id)) as unknown as ConversationRpc
}

/** The object that holds Parley's own documentation. */
const GUIDE_OBJECT = 'guide'

/** What the answers of a conversation may need besides models. */
export function reachOf(env: ObjectEnv, conversation: string, owner: () => string): Reach {
  return {
    conversation,
    async person(id) {
      const row = await env.DB.prepare('SELECT name, email, role FROM users WHERE id = ?')
        .bind(id)
        .first<{ name: string; email: string; role: string }>()
      return { id, name: row?.name ?? '', email: row?.email ?? '', role: row?.role ?? '' }
    },
    secret(person, endpoint) {
      const user = person || owner()
      return personOf(env, user).secret({ user, sid: '', role: 'USER' }, endpoint)
    },
    passages(query) {
      const stub = env.KNOWLEDGE.get(env.KNOWLEDGE.idFromName(GUIDE_OBJECT))
      return (stub as unknown as { passages(query: string): Promise<Passage[]> }).passages(query)
    },
  }
}

/** The object of one person. */
export function personOf(env: ObjectEnv, id: string): UserRpc {
  return env.USER.get(env.USER.idFromName(id)) as unknown as UserRpc
}

/** From the room of a conversation: what its project says. Null: there is none to be asked. */
export async function guidanceOf(
  env: ObjectEnv,
  owner: string,
  project: string,
  conversation: string,
): Promise<Guidance | null> {
  const caller = { user: owner, sid: '', role: 'USER' } as const
  const told = await personOf(env, owner).guidance(caller, project, conversation)
  return told.ok ? told.value : null
}

/** Ms that a temporary conversation stays after its last tab was closed, and at most. */
export function lapseTermsOf(env: ObjectEnv): { desertedMs: number; lifetimeMs: number } {
  const minutes = Number(env.PARLEY_TEMPORARY_MINUTES)
  return {
    desertedMs: minutes > 0 ? minutes * 60_000 : DESERTED_MS,
    lifetimeMs: temporaryMsOf(installationOf(env).config),
  }
}

/** What holds for every room: its timings, and whether the operator has switched off what is asked of it. */
export function roomTermsOf(
  env: ObjectEnv,
): Pick<RoomHost, 'timings' | 'bars' | 'barsFiles' | 'fileTokens' | 'summarizing'> {
  const bars = (asked: Asked) => barsAsked(interfaceOf(installationOf(env).config), asked)
  return {
    timings: timingsOf(env),
    bars,
    barsFiles: (sending) => barsFiles(env, sending),
    fileTokens: installationOf(env).config.fileConfig?.fileTokenLimit,
    summarizing: summaryRulesOf(env),
  }
}

/** Whether the operator has switched off what is to be done to the library. */
export function actBarsOf(env: ObjectEnv): (act: LibraryAct) => boolean {
  return (act) => barsAct(interfaceOf(installationOf(env).config), act)
}

/** The timings of turns; a figure that is not a positive number is ignored. */
function timingsOf(env: ObjectEnv): Timings {
  const stall = Number(env.PARLEY_STALL_MS)
  return stall > 0 ? { ...TIMINGS, firstMs: stall, idleMs: stall } : TIMINGS
}
