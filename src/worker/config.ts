/** The operator's settings as the door needs them. Read once per isolate; a broken one is told before anything is served. */
import type { Config } from '../shared/config/index.ts'
import { type Interface, interfaceOf } from '../shared/interface.ts'
import type { Env } from './env.ts'

export type Settings = {
  appTitle: string
  /** May people make accounts? The very first one may always be made. */
  registration: boolean
  /** Origins that are ours besides the one a request was sent to. */
  origins: readonly string[]
  /** Proxies whose `X-Forwarded-*` headers are believed; 0: none. */
  proxies: number
  /** In which money costs are shown, dollars times `rate`; null: they are not. */
  cost: { code: string; rate: number } | null
  interface: Interface
  /** Domains of addresses with which accounts may be made; null: any. */
  domains: readonly string[] | null
  footer: string | null
  help: string | null
  /** Messages or files are limited by where they come from. */
  limitsByAddress: boolean
  /** Ms that a session lives without a refresh. */
  sessionMs: number
  /** Characters of a new password at least. */
  minPassword: number
  login: Allowance
  register: Allowance
}

/** `max` events in `windowMs`. */
export type Allowance = { max: number; windowMs: number }

const MINUTE_MS = 60_000
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS

let known: { env: Env; settings: Settings } | undefined

/** The settings of this isolate. Throws, naming the variable, when one cannot be used. */
export function settingsOf(env: Env): Settings {
  if (known?.env === env) return known.settings
  const settings = read(env)
  known = { env, settings }
  return settings
}

/** Whether search engines are to stay away. A setting that cannot be read is told elsewhere. */
export function isUnlisted(env: Env): boolean {
  return flag(env.NO_INDEX, false)
}

function read(env: Env): Settings {
  if (!env.JWT_PRIVATE_KEY)
    throw new Error('JWT_PRIVATE_KEY is missing: `npm start` makes one, a deployment needs it')
  const config: Config | undefined = env.CONFIG ? JSON.parse(env.CONFIG) : undefined
  const domains = config?.registration?.allowedDomains ?? []
  return {
    interface: interfaceOf(config),
    domains: domains.length > 0 ? domains.map((domain) => domain.trim().toLowerCase()) : null,
    footer: env.CUSTOM_FOOTER?.trim() || null,
    help: helpOf(env.HELP_AND_FAQ_URL),
    appTitle: env.APP_TITLE || 'Parley',
    registration: flag(env.ALLOW_REGISTRATION, true),
    origins: [env.DOMAIN_SERVER, env.DOMAIN_CLIENT].flatMap((url) => (url ? [originOf(url)] : [])),
    proxies: proxies(env.TRUST_PROXY),
    cost: costOf(config),
    limitsByAddress:
      flag(env.LIMIT_MESSAGE_IP, false) ||
      config?.rateLimits?.fileUploads?.ipMax !== undefined ||
      config?.rateLimits?.fileUploads?.ipWindowInMinutes !== undefined,
    sessionMs: product(env.REFRESH_TOKEN_EXPIRY, WEEK_MS),
    minPassword: count(env.MIN_PASSWORD_LENGTH, 8),
    // LibreChat's 7 in 5 minutes, of which only failures count here.
    login: { max: count(env.LOGIN_MAX, 7), windowMs: count(env.LOGIN_WINDOW, 5) * MINUTE_MS },
    // More than LibreChat's 5 an hour: a class or an office begins behind one address.
    register: { max: count(env.REGISTER_MAX, 30), windowMs: count(env.REGISTER_WINDOW, 60) * MINUTE_MS },
  }
}

function costOf(config: Config | undefined): Settings['cost'] {
  const { contextCost, currency } = config?.interface ?? {}
  return contextCost ? (currency ?? { code: 'USD', rate: 1 }) : null
}

/** LibreChat's `/` means: none. */
function helpOf(text: string | undefined): string | null {
  return text && /^https?:\/\//i.test(text.trim()) ? text.trim() : null
}

function flag(text: string | undefined, preset: boolean): boolean {
  return text ? text.trim().toLowerCase() === 'true' : preset
}

function count(text: string | undefined, preset: number): number {
  const value = text ? Number(text) : preset
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`not a positive whole number: ${text}`)
  return value
}

/** LibreChat's example writes `(1000 * 60 * 60 * 24) * 7`. */
function product(text: string | undefined, preset: number): number {
  if (!text) return preset
  const factors = text
    .replace(/[()\s]/g, '')
    .split('*')
    .map(Number)
  const value = factors.reduce((all, one) => all * one, 1)
  if (!Number.isSafeInteger(value) || value < MINUTE_MS)
    throw new Error(`REFRESH_TOKEN_EXPIRY must be milliseconds, at least a minute of them: ${text}`)
  return value
}

function proxies(text: string | undefined): number {
  if (!text || text === 'false') return 0
  return text === 'true' ? 1 : Math.max(0, Math.trunc(Number(text)) || 0)
}

function originOf(url: string): string {
  if (!URL.canParse(url))
    throw new Error(
      `DOMAIN_SERVER and DOMAIN_CLIENT must be addresses such as https://chat.example.org: ${url}`,
    )
  return new URL(url).origin
}
