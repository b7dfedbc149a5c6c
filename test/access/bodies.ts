/** A body that each route takes, by its key in the route table. */
import { newId } from '../../src/shared/ids.ts'

/** What a request may name: a conversation, the stream of an answer in it, and a session. */
export type Names = { conversation: string; stream: string; session: string }

const HELLO = { text: 'Hello', model: 'none' }

export const BODIES: Record<string, (names: Names) => object> = {
  'POST /api/auth/register': () => ({
    name: 'Somebody',
    email: `${newId()}@example.com`,
    password: 'a good password',
  }),
  'POST /api/auth/login': () => ({ email: `${newId()}@example.com`, password: 'a good password' }),
  'PATCH /api/convos/:conversationId': () => ({ title: 'New name' }),
  'POST /api/convos/update': ({ conversation }) => ({
    arg: { conversationId: conversation, title: 'New name' },
  }),
  'POST /api/convos/fork': ({ conversation, stream }) => ({
    conversationId: conversation,
    messageId: stream.split('.')[1],
  }),
  'POST /api/convos/duplicate': ({ conversation }) => ({ conversationId: conversation }),
  'POST /api/agents/chat': ({ conversation }) => ({
    ...HELLO,
    endpoint: 'nobody',
    conversationId: conversation,
  }),
  'POST /api/agents/chat/:endpoint': ({ conversation }) => ({ ...HELLO, conversationId: conversation }),
  'POST /api/agents/chat/abort': ({ stream }) => ({ streamId: stream }),
}

export const keyOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`
