/** Signing in with an e-mail address and a password. */
import { Hono } from 'hono'
import { newId } from '../../shared/ids.ts'
import { Credentials, Registration } from '../../shared/user.ts'
import { settingsOf } from '../config.ts'
import { database } from '../db/database.ts'
import { giveBack, hit } from '../db/limits.ts'
import { anybody, createAccount, secretOf } from '../db/users.ts'
import type { AppEnv } from '../env.ts'
import { json } from '../middleware/body.ts'
import { open } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { WireSignedIn } from '../present.ts'
import { finish } from './finish.ts'
import { overdrawn, registerBudgets, signInBudgets } from './limits.ts'
import { checkPassword, hashPassword } from './password-hash.ts'
import { defineStrategy } from './strategy.ts'

const ID = 'password'

const routes = new Hono<AppEnv>()
  .post(
    '/api/auth/register',
    open({ about: 'Make an account and sign in. The first one is the administrator', answer: WireSignedIn }),
    json(Registration),
    async (c) => {
      const { name, email, password } = c.req.valid('json')
      const { registration, domains, minPassword } = settingsOf(c.env)
      if (password.length < minPassword)
        return refuse(c, {
          code: 'bad_request',
          message: `password: must have at least ${minPassword} characters`,
        })
      const now = Date.now()
      const db = await database(c.env)
      const budgets = await registerBudgets(c)
      const [hits, somebody] = await db.batch([hit(db, budgets, now), anybody(db)])
      const wait = overdrawn(c, db, budgets, hits, now)
      if (wait) return refuse(c, wait)
      if (!registration && somebody.length > 0) return refuse(c, CLOSED)
      // The first account may always be made.
      if (
        somebody.length > 0 &&
        domains &&
        !domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase())
      )
        return refuse(c, OTHER_DOMAIN)
      // Hashed before anybody looks whether the address is taken: both take the same time.
      const secret = hashPassword(password)
      const person = { id: newId(now), name, email, strategy: ID, subject: email, secret, now }
      const user = await createAccount(db, person, registration)
      // That an address is taken cannot be hidden from somebody who is signed in at once when it is not. What
      // hinders the collector of addresses is the budget.
      if (!user) return refuse(c, registration ? TAKEN : CLOSED)
      const signedIn = await finish(c, { strategy: ID, subject: email })
      return signedIn.ok ? c.json(signedIn.value) : refuse(c, signedIn.fault)
    },
  )
  .post(
    '/api/auth/login',
    open({ about: 'Sign in with e-mail address and password', answer: WireSignedIn }),
    json(Credentials),
    async (c) => {
      const { email, password } = c.req.valid('json')
      const now = Date.now()
      const db = await database(c.env)
      const budgets = await signInBudgets(c, email)
      const [hits, [identity]] = await db.batch([hit(db, budgets, now), secretOf(db, ID, email)])
      const wait = overdrawn(c, db, budgets, hits, now)
      if (wait) return refuse(c, wait)
      if (!checkPassword(password, identity?.secret)) return refuse(c, WRONG)
      const signedIn = await finish(c, { strategy: ID, subject: email })
      if (!signedIn.ok) return refuse(c, signedIn.fault)
      c.executionCtx.waitUntil(giveBack(db, budgets))
      return c.json(signedIn.value)
    },
  )

/** The same for an unknown address and a wrong password. */
const WRONG = { code: 'unauthorized', message: 'The e-mail address or the password is wrong.' } as const
const TAKEN = { code: 'conflict', message: 'This e-mail address cannot be used for a new account.' } as const
const OTHER_DOMAIN = { code: 'forbidden', message: 'This email domain may not make accounts here' } as const
const CLOSED = { code: 'forbidden', message: 'New accounts cannot be made here.' } as const

export const password = defineStrategy({ id: ID, kind: 'form', routes })
