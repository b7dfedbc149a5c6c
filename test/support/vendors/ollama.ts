/** Ollama: one JSON text a line. Source: https://github.com/ollama/ollama/blob/main/docs/api.md. */
import type { Script } from '../upstream-script.ts'
import { type Usage, type Vendor, type Wire, wordsOf } from './vendor.ts'

type Body = { model?: unknown; messages?: { role?: unknown; content?: unknown }[] }

export const ollama: Vendor = {
  name: 'ollama',
  models: ['llama3.2:3b', 'nomic-embed-text:latest'],
  react({ method, path, body }, models) {
    if (method === 'GET' && path === '/api/tags') return { kind: 'json', body: tagsOf(models) }
    if (method !== 'POST' || path !== '/api/chat') return null
    const { model, messages = [] } = (body ?? {}) as Body
    const name = String(model ?? '')
    return {
      kind: 'chat',
      model: name,
      question: wordsOf(messages.findLast(({ role }) => role === 'user')?.content),
      stream: true,
      length: JSON.stringify(messages).length,
      wire: (script, _id, usage) => wireOf(script, name, usage),
      whole: () => ({}),
      error: ({ message }) => ({ error: message }),
    }
  },
}

function wireOf(script: Script, model: string, usage: Usage): Wire {
  // As bytes: no comments and other line ends may be put into it.
  const line = (body: object) => Buffer.from(`${JSON.stringify(body)}\n`)
  const said = (message: object) =>
    line({
      model,
      created_at: '2026-01-01T00:00:00Z',
      message: { role: 'assistant', ...message },
      done: false,
    })
  return {
    contentType: 'application/x-ndjson',
    open: () => '',
    thinking: (thinking) => said({ content: '', thinking }),
    turn: () => '',
    text: (content) => said({ content }),
    calls: (calls) =>
      said({
        content: '',
        tool_calls: calls.map(({ name, args }) => ({
          function: { name, arguments: JSON.parse(args.join('')) },
        })),
      }),
    malformed: () => Buffer.from('{"model":"x","message":{"content":"bro\n'),
    inBand: () => line({ error: 'The model is overloaded.' }),
    close: () =>
      line({
        model,
        created_at: '2026-01-01T00:00:00Z',
        message: { role: 'assistant', content: '' },
        done: true,
        done_reason: script.finish === 'length' ? 'length' : 'stop',
        prompt_eval_count: usage.input,
        eval_count: usage.output,
      }),
  }
}

/** `GET /api/tags`. Source: https://github.com/ollama/ollama/blob/main/docs/api.md#list-local-models. */
function tagsOf(names: readonly string[]): object {
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
