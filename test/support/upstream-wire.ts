/** The vendors' wire formats as they really are: the events of a stream, whole answers, errors and lists of models. */
import type { Failure, Script } from './upstream-script.ts'

export type Usage = { input: number; output: number; cached: number; thinking: number }

/** The bytes of a stream, event by event. `name` is the SSE event field, where the vendor sends one. */
export type Wire = {
  open(): string
  thinking(text: string): string
  /** Between reasoning and text. */
  turn(): string
  text(text: string): string
  malformed(): string
  inBand(): string
  close(usage: Usage): string
}

const sse = (data: unknown, name?: string): string =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`

/** Chat Completions chunks. Source: https://platform.openai.com/docs/api-reference/chat-streaming. */
export function openaiWire(script: Script, id: string, model: string, wantsUsage: boolean): Wire {
  const head = { id, object: 'chat.completion.chunk', created: 1760000000, model }
  const chunk = (delta: object, finish: string | null = null): string =>
    sse({ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] })
  // The envelope is the same for every token: only the text is written anew.
  const [before = '', after = ''] = chunk({ content: '\u0000' }).split('"\\u0000"')
  const finish = { stop: 'stop', length: 'length', refused: script.refusalText ? 'stop' : 'content_filter' }
  return {
    open: () => chunk({ role: 'assistant', content: '', refusal: null }),
    thinking: (text) => chunk({ reasoning_content: text }),
    turn: () => '',
    text: (text) => (script.refusalText ? chunk({ refusal: text }) : before + JSON.stringify(text) + after),
    malformed: () => `data: {"id":"${id}","choices":[{"delta":{"content":"bro\n\n`,
    inBand: () => sse({ error: { message: 'The server is overloaded.', type: 'server_error', code: null } }),
    close: (usage) => {
      const end = chunk({}, finish[script.finish])
      if (script.bare) return end
      const tail = wantsUsage ? sse({ ...head, choices: [], usage: openaiUsage(usage) }) : ''
      return `${end}${tail}data: [DONE]\n\n`
    },
  }
}

function openaiUsage(usage: Usage): object {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    prompt_tokens_details: { cached_tokens: usage.cached, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: usage.thinking, audio_tokens: 0 },
  }
}

/** Messages events. Source: https://docs.anthropic.com/en/api/messages-streaming. */
export function anthropicWire(script: Script, id: string, model: string, usage: Usage): Wire {
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
    malformed: () => 'event: content_block_delta\ndata: {"type":"content_block_delta","delta":{"te\n\n',
    inBand: () => sse({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'error'),
    close: () =>
      stop() +
      sse(
        {
          type: 'message_delta',
          delta: { stop_reason: reason[script.finish], stop_sequence: null },
          usage: { output_tokens: usage.output },
        },
        'message_delta',
      ) +
      sse({ type: 'message_stop' }, 'message_stop'),
  }
}

/** The whole answer of a request without `stream`. */
export function wholeAnswer(
  format: 'openai' | 'anthropic',
  id: string,
  model: string,
  text: string,
  usage: Usage,
): object {
  if (format === 'anthropic') {
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
  return {
    id,
    object: 'chat.completion',
    created: 1760000000,
    model,
    choices: [
      { index: 0, message: { role: 'assistant', content: text }, logprobs: null, finish_reason: 'stop' },
    ],
    usage: openaiUsage(usage),
  }
}

/** The body of a refused request, in the vendor's own shape (or a proxy's page). */
export function errorBody(format: 'openai' | 'anthropic', failure: Failure): { type: string; body: string } {
  if (failure.type === 'html') return { type: 'text/html', body: failure.message }
  const body =
    format === 'anthropic'
      ? {
          type: 'error',
          error: { type: failure.type, message: failure.message },
          request_id: 'req_011CSHoEeqs5C35K2UUqR7Fy',
        }
      : { error: { message: failure.message, type: failure.type, param: null, code: failure.code } }
  return { type: 'application/json', body: JSON.stringify(body) }
}

/** `GET /v1/models`, with models that cannot chat among them as OpenAI's list has them. */
export function modelList(format: 'openai' | 'anthropic', ids: readonly string[]): object {
  if (format === 'anthropic') {
    const data = ids.map((id) => ({
      type: 'model',
      id,
      display_name: `Model ${id}`,
      created_at: '2026-01-01T00:00:00Z',
    }))
    return { data, has_more: false, first_id: ids[0] ?? null, last_id: ids.at(-1) ?? null }
  }
  const data = ids.map((id, i) => ({ id, object: 'model', created: 1760000000 + i, owned_by: 'upstream' }))
  return { object: 'list', data }
}

/** `GET /api/tags`. Source: https://github.com/ollama/ollama/blob/main/docs/api.md#list-local-models. */
export function ollamaTags(names: readonly string[]): object {
  return {
    models: names.map((name) => ({
      name,
      model: name,
      modified_at: '2026-01-01T00:00:00Z',
      size: 2019393189,
      digest: 'a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72',
      details: { format: 'gguf', family: 'llama', parameter_size: '3.2B', quantization_level: 'Q4_K_M' },
    })),
  }
}
