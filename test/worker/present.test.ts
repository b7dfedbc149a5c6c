/** Our nouns under LibreChat's names. */
import { describe, expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import type { Message } from '../../src/shared/message.ts'
import { presentConversation, presentMessage, ROOT } from '../../src/worker/present.ts'

const conversation = newId()
const message = (set: Partial<Message> = {}): Message => ({
  id: newId(),
  parent: null,
  role: 'assistant',
  state: 'settled',
  parts: [{ type: 'text', text: 'Hello' }],
  created: 1_700_000_000_000,
  clock: 7,
  ...set,
})

describe('a message', () => {
  it('tells its text apart from its reasoning and its sources, and keeps the seal inside', () => {
    const told = presentMessage(
      message({
        parts: [
          { type: 'thinking', text: 'Hm', signature: 'the seal', ms: 3 },
          { type: 'text', text: 'One' },
          { type: 'source', url: 'https://example.com', title: 'Example', quote: 'so' },
          { type: 'text', text: 'Two' },
        ],
        pick: { endpoint: 'openAI', model: 'gpt' },
      }),
      conversation,
    )
    expect(told.text).toBe('One\n\nTwo')
    expect(told.content).toEqual([
      { type: 'think', think: 'Hm' },
      { type: 'text', text: 'One' },
      { type: 'source', url: 'https://example.com', title: 'Example', quote: 'so' },
      { type: 'text', text: 'Two' },
    ])
    expect(told).toMatchObject({ endpoint: 'openAI', model: 'gpt', sender: 'gpt', parentMessageId: ROOT })
    expect(JSON.stringify(told)).not.toContain('the seal')
  })

  it.each([
    ['open', true, false],
    ['settled', false, false],
    ['stopped', true, false],
    ['interrupted', true, false],
    ['failed', false, true],
  ] as const)('that is %s: unfinished %s, error %s', (state, unfinished, error) => {
    expect(presentMessage(message({ state }), conversation)).toMatchObject({ state, unfinished, error })
  })

  it('says why it failed, in a code and the words of who said it', () => {
    const fault = { code: 'model_key', message: 'Invalid key', from: 'OpenAI', retryAfterMs: 5 } as const
    const told = presentMessage(message({ state: 'failed', fault }), conversation)
    expect(told.fault).toEqual({ code: 'model_key', message: 'Invalid key' })
  })
})

describe('a conversation', () => {
  it('has its title, its model and its times', () => {
    const item = { id: conversation, title: null, pick: null, created: 0, updated: 1000, running: true }
    expect(presentConversation(item)).toEqual({
      conversationId: conversation,
      title: null,
      endpoint: null,
      model: null,
      running: true,
      createdAt: '1970-01-01T00:00:00.000Z',
      updatedAt: '1970-01-01T00:00:01.000Z',
    })
  })
})
