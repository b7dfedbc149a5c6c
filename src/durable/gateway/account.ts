/** What the operator wants counted, needed and shown: `transactions`, `balance` and `interface` of `librechat.yaml`. */
import type { Config } from '../../shared/config/index.ts'
import { setting } from '../providers/places.ts'
import type { BalanceRules } from '../user/balance.ts'
import type { AccountRules } from '../user/ledger.ts'
import { type GatewayEnv, installationOf } from './installation.ts'

const DOLLARS = { code: 'USD', rate: 1 }

export function accountRulesOf(env: GatewayEnv): AccountRules {
  const { config } = installationOf(env)
  const balance = balanceRulesOf(env, config.balance)
  return {
    // Who has no record of what was used cannot charge for it.
    kept: balance !== null || config.transactions?.enabled !== false,
    balance,
    cost: config.interface?.contextCost === true,
    currency: config.interface?.currency ?? DOLLARS,
  }
}

/** `CHECK_BALANCE` and `START_BALANCE` are what was there before `balance`, which comes above them. */
function balanceRulesOf(env: GatewayEnv, balance: Config['balance']): BalanceRules | null {
  const start = Number(setting(env, 'START_BALANCE') ?? 'none')
  const enabled = balance ? balance.enabled : setting(env, 'CHECK_BALANCE')?.toLowerCase() === 'true'
  if (!enabled) return null
  if (!balance) return { start: Number.isFinite(start) ? start : 0, refill: null }
  const { startBalance, autoRefillEnabled, refillIntervalValue, refillIntervalUnit, refillAmount } = balance
  const { reservationTtlMs: holdMs } = balance
  return {
    start: startBalance,
    refill: autoRefillEnabled
      ? { every: refillIntervalValue, unit: refillIntervalUnit, amount: refillAmount }
      : null,
    ...(holdMs !== undefined && { holdMs }),
  }
}
