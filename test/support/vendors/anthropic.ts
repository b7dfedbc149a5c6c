/** Anthropic's Messages. */
import type { Failure, Script } from '../upstream-script.ts'
import { type Asked, sse, type Usage, type Vendor, type Wire, wordsOf } from './vendor.ts'

type Body = {
  model?: unknown
  stream?: unknown
  anthropic_version?: unknown
  messages?: { role?: unknown; content?: unknown }[]
}

export const anthropic: Vendor = {
  name: 'anthropic',
  models: ['claude-sonnet-5', 'claude-haiku-4-5'],
  react({ method, path, headers, body }: Asked, models) {
    if (method === 'GET' && path === '/v1/models' && headers['anthropic-version'])
      return { kind: 'json', body: listOf(models) }
    const atGoogle = /^\/v1\/projects\/.+\/publishers\/anthropic\/models\/([^:]+):streamRawPredict$/.exec(
      path,
    )?.[1]
    if (method !== 'POST' || (path !== '/v1/messages' && !atGoogle)) return null
    const { model, messages = [], stream, anthropic_version } = (body ?? {}) as Body
    // Google knows the model from the address, and refuses it in the body.
    if (atGoogle && (model !== undefined || anthropic_version !== 'vertex-2023-10-16')) return null
    const name = atGoogle ? decodeURIComponent(atGoogle) : String(model ?? '')
    return {
      kind: 'chat',
      model: name,
      question: wordsOf(messages.findLast(({ role }) => role === 'user')?.content),
      stream: stream === true,
      length: JSON.stringify(messages).length,
      wire: (script, id, usage) => wireOf(script, `msg-${id}`, name, usage),
      whole: (id, text, usage) => whole(`msg-${id}`, name, text, usage),
      error: errorOf,
    }
  },
}

/** Messages events. Source: https://docs.anthropic.com/en/api/messages-streaming. */
function wireOf(script: Script, id: string, model: string, usage: Usage): Wire {
  let index = -1
  const start = (block: object): string => {
    index += 1
    return sse({ type: 'content_block_start', index, content_block: block }, 'content_block_start')
  }
  const delta = (body: object): string =>
    sse({ type: 'content_block_delta', index, delta: body }, 'content_block_delta')
  const stop = (): string => sse({ type: 'content_block_stop', index }, 'content_block_stop')
  const reason = { stop: 'end_turn', length: 'max_tokens', refused: 'refusal' }
  return {
    open: () => {
      const message = {
        id,
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: {
          input_tokens: usage.input - usage.cached,
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: usage.cached,
          output_tokens: 1,
        },
      }
      let out = sse({ type: 'message_start', message }, 'message_start')
      if (script.redacted) out += start({ type: 'redacted_thinking', data: 'RVhBTVBMRQ==' }) + stop()
      if (script.thinking > 0) out += start({ type: 'thinking', thinking: '', signature: '' })
      else out += start({ type: 'text', text: '' })
      return out + sse({ type: 'ping' }, 'ping')
    },
    thinking: (text) => delta({ type: 'thinking_delta', thinking: text }),
    turn: () =>
      delta({ type: 'signature_delta', signature: `sealed-${id}` }) +
      stop() +
      start({ type: 'text', text: '' }),
    text: (text) => delta({ type: 'text_delta', text }),
    calls: (calls) =>
      calls
        .map(
          ({ id: call, name, args }) =>
            stop() +
            start({ type: 'tool_use', id: call, name, input: {} }) +
            args.map((piece) => delta({ type: 'input_json_delta', partial_json: piece })).join(''),
        )
        .join(''),
    malformed: () => 'event: content_block_delta\ndata: {"type":"content_block_delta","delta":{"te\n\n',
    inBand: () => sse({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'error'),
    close: () =>
      stop() +
      sse(
        {
          type: 'message_delta',
          delta: { stop_reason: script.calls > 0 ? 'tool_use' : reason[script.finish], stop_sequence: null },
          usage: { output_tokens: usage.output },
        },
        'message_delta',
      ) +
      sse({ type: 'message_stop' }, 'message_stop'),
  }
}

function whole(id: string, model: string, text: string, usage: Usage): object {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: usage.input, output_tokens: usage.output },
  }
}

function errorOf(failure: Failure): object {
  const error = { type: failure.type, message: failure.message }
  return { type: 'error', error, request_id: 'req_011CSHoEeqs5C35K2UUqR7Fy' }
}

function listOf(ids: readonly string[]): object {
  const data = ids.map((id) => ({
    type: 'model',
    id,
    display_name: `Model ${id}`,
    created_at: '2026-01-01T00:00:00Z',
  }))
  return { data, has_more: false, first_id: ids[0] ?? null, last_id: ids.at(-1) ?? null }
}
