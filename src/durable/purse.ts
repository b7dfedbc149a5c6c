/** What a conversation tells the object of its person: how it is now, and what its calls of models took. */
import { type ObjectEnv, personOf } from './env.ts'
import { accountRulesOf } from './gateway/account.ts'
import type { Purse } from './room/meter.ts'
import type { OutboxHost } from './room/outbox.ts'
import type { AccountAsk } from './rpc.ts'

/** Null where nothing is counted. */
export function purseOf(env: ObjectEnv): Purse | null {
  const { kept, balance } = accountRulesOf(env)
  if (!kept) return null
  return {
    reserve:
      balance && ((person, id, least, most) => account(env, person, { do: 'reserve', id, least, most })),
    release: async (person, id) => void (await account(env, person, { do: 'release', id })),
  }
}

/** `began`: the person's list is about to say that an answer is being written. */
export function tellingOf(
  env: ObjectEnv,
  conversation: string,
  owner: () => string,
  began: () => void,
): Pick<OutboxHost, 'send' | 'spend'> {
  return {
    send(version, item, news) {
      // Who tells the library that an answer is being written comes back to tell how it ended, whatever happens.
      if (item.running) began()
      return personOf(env, owner()).settle(conversation, version, item, news)
    },
    async spend(charges) {
      await account(env, owner(), { do: 'spend', conversation, charges })
    },
  }
}

/** From a room: asks its person's object, which believes whoever names that person. */
function account<A extends AccountAsk>(env: ObjectEnv, user: string, ask: A) {
  return personOf(env, user).account({ user, sid: '', role: 'USER' }, ask)
}
