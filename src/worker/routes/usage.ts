/** What one's calls of models took and cost, and the credits that are left. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { MAX_DAYS, REFILL_UNITS, type UsageReport } from '../../shared/ledger.ts'
import { type AppEnv, personOf } from '../env.ts'
import { query } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'

const Whole = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^-?\d{1,5}$/, 'must be a whole number'),
    v.transform(Number),
    v.minValue(least),
    v.maxValue(most),
  )

const Asked = v.object({
  days: v.optional(Whole(1, MAX_DAYS), '30'),
  zone: v.optional(Whole(-1440, 1440), '0'),
})

const sums = {
  calls: v.number(),
  input: v.number(),
  output: v.number(),
  cached: v.number(),
  cost: v.nullable(v.number()),
  unpriced: v.number(),
}
const Refill = v.object({
  amount: v.number(),
  every: v.number(),
  unit: v.picklist(REFILL_UNITS),
  last: v.number(),
  next: v.number(),
})

/** As the page draws it. Costs are dollars. */
const WireUsage = v.object({
  kept: v.boolean(),
  from: v.string(),
  to: v.string(),
  total: v.object(sums),
  days: v.array(v.object({ ...sums, day: v.string() })),
  models: v.array(v.object({ ...sums, endpoint: v.string(), model: v.string() })),
  conversations: v.array(
    v.object({
      ...sums,
      id: v.nullable(v.string()),
      title: v.nullable(v.string()),
      gone: v.boolean(),
    }),
  ),
  balance: v.nullable(v.object({ credits: v.number(), refill: v.nullable(Refill) })),
  currency: v.object({ code: v.string(), rate: v.number() }),
}) satisfies v.GenericSchema<UsageReport>

/** In LibreChat's names. */
const WireBalance = v.object({
  tokenCredits: v.number(),
  autoRefillEnabled: v.boolean(),
  refillIntervalValue: v.optional(v.number()),
  refillIntervalUnit: v.optional(v.picklist(REFILL_UNITS)),
  lastRefill: v.optional(v.string()),
  refillAmount: v.optional(v.number()),
})

export const usage = new Hono<AppEnv>()
  .get(
    '/api/usage',
    signedIn({
      about: 'Tokens and costs of the last days, by day, model and conversation; zone: minutes ahead of UTC',
      answer: WireUsage,
    }),
    query(Asked),
    async (c) => {
      const { user } = c.var.caller
      const told = await personOf(c.env, user).account(c.var.caller, {
        do: 'usage',
        query: c.req.valid('query'),
      })
      return told.ok ? c.json(told.value) : refuse(c, told.fault)
    },
  )
  .get(
    '/api/balance',
    signedIn({ about: 'Credits that are left; 404 where none are needed', answer: WireBalance }),
    async (c) => {
      const told = await personOf(c.env, c.var.caller.user).account(c.var.caller, { do: 'balance' })
      if (!told.ok) return refuse(c, told.fault)
      if (!told.value) return refuse(c, { code: 'not_found' })
      const { credits, refill } = told.value
      return c.json({
        tokenCredits: credits,
        autoRefillEnabled: refill !== null,
        ...(refill && {
          refillIntervalValue: refill.every,
          refillIntervalUnit: refill.unit,
          lastRefill: new Date(refill.last).toISOString(),
          refillAmount: refill.amount,
        }),
      })
    },
  )
