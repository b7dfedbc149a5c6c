/** Bedrock's Converse, in Amazon's binary event streams. */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import type { Failure, Script } from '../upstream-script.ts'
import { type Asked, type Usage, type Vendor, type Wire, wordsOf } from './vendor.ts'

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes as Uint8Array)),
  (text) => new TextEncoder().encode(text),
)

type Body = { messages?: { role?: unknown; content?: unknown }[] }

export const bedrock: Vendor = {
  name: 'bedrock',
  models: [],
  react({ method, path, body }: Asked) {
    const model = /^\/model\/([^/]+)\/converse-stream$/.exec(path)?.[1]
    if (method !== 'POST' || model === undefined) return null
    const { messages = [] } = (body ?? {}) as Body
    return {
      kind: 'chat',
      model: decodeURIComponent(model),
      question: wordsOf(messages.findLast(({ role }) => role === 'user')?.content),
      stream: true,
      length: JSON.stringify(messages).length,
      wire: (script, _id, usage) => wireOf(script, usage),
      whole: () => ({}),
      error: ({ message }: Failure) => ({ message }),
    }
  },
}

function wireOf(script: Script, usage: Usage): Wire {
  const message = (headers: Record<string, string>, body: unknown): Uint8Array =>
    codec.encode({
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }]),
      ),
      body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
    })
  const event = (type: string, body: unknown): Uint8Array =>
    message({ ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' }, body)
  const delta = (body: object, contentBlockIndex = 0): Uint8Array =>
    event('contentBlockDelta', { contentBlockIndex, delta: body, p: 'abcdefghijklm' })
  const finish = { stop: 'end_turn', length: 'max_tokens', refused: 'guardrail_intervened' }
  return {
    contentType: 'application/vnd.amazon.eventstream',
    open: () => event('messageStart', { role: 'assistant', p: 'abcd' }),
    thinking: (text) => delta({ reasoningContent: { text } }),
    turn: () => delta({ reasoningContent: { signature: 'sealed' } }),
    text: (text) => delta({ text }, 1),
    calls: (calls) =>
      Buffer.concat(
        calls.flatMap(({ id, name, args }, n) => [
          event('contentBlockStart', {
            contentBlockIndex: n + 2,
            start: { toolUse: { toolUseId: id, name } },
          }),
          ...args.map((input) => delta({ toolUse: { input } }, n + 2)),
          event('contentBlockStop', { contentBlockIndex: n + 2 }),
        ]),
      ),
    malformed: () => event('contentBlockDelta', '{"contentBlockIndex":0,"delta":{"te'),
    inBand: () =>
      message(
        { ':exception-type': 'serviceUnavailableException', ':message-type': 'exception' },
        { message: 'The model is overloaded.' },
      ),
    close: () =>
      Buffer.concat([
        event('messageStop', { stopReason: script.calls > 0 ? 'tool_use' : finish[script.finish] }),
        event('metadata', {
          usage: {
            inputTokens: usage.input - usage.cached,
            outputTokens: usage.output,
            totalTokens: usage.input + usage.output,
            cacheReadInputTokens: usage.cached,
            cacheWriteInputTokens: 0,
          },
          metrics: { latencyMs: 100 },
        }),
      ]),
  }
}
