/** OpenAI's Chat Completions, and whoever speaks it. */
import type { Failure, Script } from '../upstream-script.ts'
import { type Asked, sse, type Usage, type Vendor, type Wire, wordsOf } from './vendor.ts'

type Body = {
  model?: unknown
  stream?: unknown
  stream_options?: { include_usage?: unknown }
  messages?: { role?: unknown; content?: unknown }[]
}

export const openai: Vendor = {
  name: 'openai',
  models: [
    'gpt-5-mini',
    'gpt-5',
    'text-embedding-3-small',
    'whisper-1',
    'dall-e-3',
    'tts-1',
    'omni-moderation-latest',
  ],
  react({ method, path, headers, body }: Asked, models) {
    if (method === 'GET' && path === '/v1/models' && !headers['anthropic-version'])
      return { kind: 'json', body: listOf(models) }
    // Azure has them below the name of a deployment.
    if (method !== 'POST' || !/\/chat\/completions$|^\/verbatim$/.test(path)) return null
    const { model, messages = [], stream, stream_options } = (body ?? {}) as Body
    const name = String(model ?? '')
    return {
      kind: 'chat',
      model: name,
      question: wordsOf(messages.findLast(({ role }) => role === 'user')?.content),
      stream: stream === true,
      length: JSON.stringify(messages).length,
      wire: (script, id) => wireOf(script, `chatcmpl-${id}`, name, stream_options?.include_usage === true),
      whole: (id, text, usage) => whole(`chatcmpl-${id}`, name, text, usage),
      error: errorOf,
    }
  },
}

/** Chat Completions chunks. Source: https://platform.openai.com/docs/api-reference/chat-streaming. */
function wireOf(script: Script, id: string, model: string, wantsUsage: boolean): Wire {
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
    // Pieces of all calls in turn, as parallel calls may come.
    calls: (calls) => {
      const begin = calls.map(({ id, name }, index) =>
        chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
      )
      const most = Math.max(0, ...calls.map(({ args }) => args.length))
      const rest = Array.from({ length: most }, (_, n) =>
        calls.flatMap(({ args }, index) =>
          args[n] === undefined ? [] : chunk({ tool_calls: [{ index, function: { arguments: args[n] } }] }),
        ),
      )
      return [...begin, ...rest.flat()].join('')
    },
    malformed: () => `data: {"id":"${id}","choices":[{"delta":{"content":"bro\n\n`,
    inBand: () => sse({ error: { message: 'The server is overloaded.', type: 'server_error', code: null } }),
    close: (usage) => {
      const end = chunk({}, script.calls > 0 ? 'tool_calls' : finish[script.finish])
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

function whole(id: string, model: string, text: string, usage: Usage): object {
  const message = { role: 'assistant', content: text }
  const choices = [{ index: 0, message, logprobs: null, finish_reason: 'stop' }]
  return { id, object: 'chat.completion', created: 1760000000, model, choices, usage: openaiUsage(usage) }
}

/** As OpenAI and those who resemble it tell of a failure. */
export function errorOf(failure: Failure): object {
  return { error: { message: failure.message, type: failure.type, param: null, code: failure.code } }
}

/** Models that cannot chat are among them, as OpenAI's list has them. */
function listOf(ids: readonly string[]): object {
  const data = ids.map((id, i) => ({ id, object: 'model', created: 1760000000 + i, owned_by: 'upstream' }))
  return { object: 'list', data }
}
