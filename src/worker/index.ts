/** The entry: every request comes in here, and the platform finds the objects' classes here. */
import { liveConversations } from '../durable/room/live.ts'
import { app } from './app.ts'
import { isUnlisted } from './config.ts'
import { controlOf } from './control.ts'
import type { Env } from './env.ts'
import { dressed } from './middleware/headers.ts'

export { ConversationObject } from '../durable/conversation.ts'
export { KnowledgeObject } from '../durable/knowledge.ts'
export { UserObject } from '../durable/user.ts'

export const Control = controlOf(liveConversations)

export default {
  async fetch(request, env, ctx) {
    const answer = dressed(await app.fetch(request, env, ctx), request.url.startsWith('https:'))
    if (isUnlisted(env) && answer.status !== 101) answer.headers.set('x-robots-tag', 'noindex')
    return answer
  },
} satisfies ExportedHandler<Env>
