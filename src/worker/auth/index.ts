/** The registry: every way to sign in, in the order of its buttons. */
import { password } from './password.ts'
import type { Strategy } from './strategy.ts'

export const strategies: readonly Strategy[] = [password]
