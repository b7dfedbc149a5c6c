/**
 * Budgets of the doors that anybody may try. They are taken before any password is hashed: hashing is what an attacker
 * could make us do.
 */
import type { Context } from 'hono'
import type { Fault } from '../../shared/errors.ts'
import { settingsOf } from '../config.ts'
import { type Database, database } from '../db/database.ts'
import { type Budget, exhausted, hit, sweep } from '../db/limits.ts'
import type { AppEnv } from '../env.ts'
import { clientOf } from '../middleware/address.ts'
import { encode } from './base64.ts'

/** One address may fail on this many accounts as often as on one: more is somebody trying passwords on people. */
const ACCOUNTS_PER_ADDRESS = 4

/** Guesses on one account from everywhere, against those from one address: a stranger cannot lock its owner out by himself. */
const ADDRESSES_PER_ACCOUNT = 10

/** Where an address stands for everybody, it has the budget of so many. */
const SHARED = 10

/** Refreshes from one address. A page asks every 15 minutes; a household of tabs stays far below. */
const REFRESH = { max: 120, windowMs: 5 * 60_000 }

/** For one attempt to prove that one is `account`. */
export function signInBudgets(c: Context<AppEnv>, account: string): Promise<Budget[]> {
  const { max, windowMs } = settingsOf(c.env).login
  const { address, shared } = clientOf(c)
  const many = max * ACCOUNTS_PER_ADDRESS * (shared ? SHARED : 1)
  return Promise.all([
    budget(['login', address, account], max, windowMs),
    budget(['login account', account], max * ADDRESSES_PER_ACCOUNT, windowMs),
    budget(['login address', address], many, windowMs),
  ])
}

/** For one new account. */
export function registerBudgets(c: Context<AppEnv>): Promise<Budget[]> {
  return byAddress(c, 'register', settingsOf(c.env).register)
}

/** For one refresh. */
export function refreshBudgets(c: Context<AppEnv>): Promise<Budget[]> {
  return byAddress(c, 'refresh', REFRESH)
}

/** Copies of conversations by one person: each may write some megabytes. */
const COPIES = { max: 30, windowMs: 10 * 60_000 }

/** For one copy of a conversation. */
export async function copyBudgets(person: string): Promise<Budget[]> {
  return [await budget(['copy', person], COPIES.max, COPIES.windowMs)]
}

/** Downloads of models by one person: each one may fill a disk, and one that is stopped is asked for again. */
const DOWNLOADS = { max: 20, windowMs: 10 * 60_000 }

/** For one download of a model. */
export async function downloadBudgets(person: string): Promise<Budget[]> {
  return [await budget(['download', person], DOWNLOADS.max, DOWNLOADS.windowMs)]
}

/** Takes from all of `budgets`. Why this has to wait, or null. */
export async function take(c: Context<AppEnv>, budgets: readonly Budget[]): Promise<Fault | null> {
  const now = Date.now()
  const db = await database(c.env)
  return overdrawn(c, db, budgets, await hit(db, budgets, now), now)
}

/** The same where `hit` shared a round trip. Clears some ended windows after the answer, when a new one was opened. */
export function overdrawn(
  c: Context<AppEnv>,
  db: Database,
  budgets: readonly Budget[],
  hits: Awaited<ReturnType<typeof hit>>,
  now: number,
): Fault | null {
  if (hits.some((row) => row.hits === 1)) c.executionCtx.waitUntil(sweep(db, now))
  const retryAfterMs = exhausted(budgets, hits, now)
  return retryAfterMs > 0 ? { code: 'rate_limited', retryAfterMs } : null
}

async function byAddress(c: Context<AppEnv>, what: string, allowance: { max: number; windowMs: number }) {
  const { address, shared } = clientOf(c)
  return [await budget([what, address], allowance.max * (shared ? SHARED : 1), allowance.windowMs)]
}

async function budget(parts: string[], max: number, windowMs: number): Promise<Budget> {
  return { key: await hashOf(parts.join('\n')), max, windowMs }
}

/** What stands for a text that nobody is to read. */
export async function hashOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return encode(new Uint8Array(hash))
}
