/** A body that each route takes, by its key in the route table. */
import { newId } from '../../src/shared/ids.ts'

/** What a request may name: a conversation, the stream of an answer in it, a session, a bookmark and a project. */
export type Names = {
  conversation: string
  stream: string
  /** A file of the conversation. */
  file: string
  session: string
  tag: string
  project: string
  /** A prompt, and a version of it that is not in use. */
  prompt: string
  version: string
}

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
  'POST /api/convos/archive': ({ conversation }) => ({
    arg: { conversationId: conversation, isArchived: true },
  }),
  'POST /api/convos/pin': ({ conversation }) => ({ arg: { conversationId: conversation, pinned: true } }),
  'POST /api/convos/unread': ({ conversation }) => ({ arg: { conversationId: conversation, unread: true } }),
  'DELETE /api/convos': ({ conversation }) => ({ arg: { conversationId: conversation } }),
  'POST /api/tags': () => ({ tag: `Tag ${newId()}` }),
  'PUT /api/tags/:tag': () => ({ description: 'for later' }),
  'PUT /api/tags/convo/:conversationId': () => ({ tags: [] }),
  'POST /api/projects': () => ({ name: 'Project' }),
  'PATCH /api/projects/:projectId': () => ({ name: 'Renamed' }),
  'PUT /api/projects/conversations/:conversationId': () => ({ projectId: null }),
  'POST /api/models/download': () => ({ model: 'llama3.2' }),
  'PUT /api/keys': () => ({ name: 'mine', value: 'sk-0123456789abcdef', expiresAt: null }),
  'POST /api/presets': () => ({ title: 'Preset', endpoint: 'openAI', model: 'gpt-5', temperature: 0.5 }),
  'POST /api/presets/delete': () => ({}),
  'POST /api/prompts': () => ({ prompt: { prompt: 'Write {{x}}', type: 'text' }, group: { name: 'Prompt' } }),
  'POST /api/prompts/groups/:groupId/prompts': () => ({ prompt: { prompt: 'Write {{y}}', type: 'text' } }),
  'PATCH /api/prompts/groups/:groupId': () => ({ name: 'Renamed', command: '' }),
  'POST /api/agents/chat': ({ conversation }) => ({
    ...HELLO,
    endpoint: 'nobody',
    conversationId: conversation,
  }),
  'POST /api/agents/chat/:endpoint': ({ conversation }) => ({ ...HELLO, conversationId: conversation }),
  'POST /api/agents/chat/abort': ({ stream }) => ({ streamId: stream }),
}

export const keyOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`
