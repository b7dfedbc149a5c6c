/** What the platform gives the Worker, and what a request carries through it. */
import type { Caller, ConversationRpc, UserRpc } from '../durable/rpc.ts'
import type { User } from '../shared/user.ts'

export type Env = {
  CONVERSATION: DurableObjectNamespace
  USER: DurableObjectNamespace
  DB: D1Database
  ASSETS: Fetcher
  /** Private ES256 key as JWK JSON. Has no default. */
  JWT_PRIVATE_KEY: string

  /** JSON of the validated `Config`. */
  CONFIG?: string

  // LibreChat's environment names.
  APP_TITLE?: string
  ALLOW_REGISTRATION?: string
  /** Markdown at the foot of the page; an address with help. */
  CUSTOM_FOOTER?: string
  HELP_AND_FAQ_URL?: string
  /** Public address, where a proxy hides it: its origin counts as ours, and https makes cookies `Secure`. */
  DOMAIN_SERVER?: string
  DOMAIN_CLIENT?: string
  /** Proxies in front that append to `X-Forwarded-For`. Unset: the header is ignored. */
  TRUST_PROXY?: string
  /** Failed sign-ins of one account from one address in `LOGIN_WINDOW` minutes. */
  LOGIN_MAX?: string
  LOGIN_WINDOW?: string
  /** Ms that a session lives; a product may stand there. */
  REFRESH_TOKEN_EXPIRY?: string
  LIMIT_MESSAGE_IP?: string
  MIN_PASSWORD_LENGTH?: string
  NO_INDEX?: string
  /** New accounts from one address in `REGISTER_WINDOW` minutes. */
  REGISTER_MAX?: string
  REGISTER_WINDOW?: string
}

/** Hono's view of one request: `caller` and `user` exist behind `signedIn`. */
export type AppEnv = {
  Bindings: Env
  Variables: { caller: Caller; user: User; terms: number | null }
}

/** The object of one conversation. Its name is the id in canonical form, which the schema at the door made. */
export function roomOf(env: Env, conversation: string): ConversationRpc {
  // The class is the object's own affair; what may be asked of it is the interface.
  return env.CONVERSATION.get(env.CONVERSATION.idFromName(conversation)) as unknown as ConversationRpc
}

/** The object of one person. */
export function personOf(env: Env, user: string): UserRpc {
  return env.USER.get(env.USER.idFromName(user)) as unknown as UserRpc
}
