/** Ollama: one JSON text a line. Source: https://github.com/ollama/ollama/blob/main/docs/api.md. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Script } from '../upstream-script.ts'
import { type Reaction, type Usage, type Vendor, type Wire, wordsOf } from './vendor.ts'

type Body = { model?: unknown; messages?: { role?: unknown; content?: unknown }[] }

export const ollama: Vendor = {
  name: 'ollama',
  models: ['llama3.2:3b', 'nomic-embed-text:latest'],
  react({ method, path, body }, models) {
    if (method === 'GET' && path === '/api/tags') return { kind: 'json', body: tagsOf(models) }
    if (method === 'POST' && path === '/api/pull') return pulling(String((body as Body)?.model ?? ''), models)
    if (method !== 'POST' || path !== '/api/chat') return null
    const { model, messages = [] } = (body ?? {}) as Body
    const name = String(model ?? '')
    if (name.startsWith('absent') && !models.includes(name))
      return { kind: 'json', status: 404, body: { error: `model '${name}' not found` } }
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
      ...(/llava/.test(name) && { capabilities: ['completion', 'vision'] }),
      details: { format: 'gguf', family: 'llama', parameter_size: '3.2B', quantization_level: 'Q4_K_M' },
    })),
  }
}

/** Bytes of a model that is downloaded, in two layers, and how many come at a time. */
const LAYERS = [
  { digest: 'sha256:aaaa', total: 2_000_000_000 },
  { digest: 'sha256:bbbb', total: 10_000_000 },
]
const STEP = 100_000_000

/** What arrived of models whose download was ended, by the list they are to stand in. */
const arrived = new WeakMap<string[], Map<string, number>>()

const FAILURES: Record<string, string> = {
  unknown: 'pull model manifest: file does not exist',
  full: 'write /var/lib/ollama/models/blobs/sha256-aaaa-partial: no space left on device',
  offline:
    'pull model manifest: Get "https://registry.ollama.ai/v2/": dial tcp: lookup registry.ollama.ai: no such host',
  newer: 'pull model manifest: 412: The model you are attempting to pull requires a newer version of Ollama.',
}

/**
 * `POST /api/pull`. A name that begins with a key of `FAILURES` fails so, `stall` says nothing more after a third, `cut`
 * breaks off there, `slow` takes three seconds. Source: https://github.com/ollama/ollama/blob/main/docs/api.md#pull-a-model.
 */
function pulling(model: string, models: string[]): Reaction {
  if (model === '') return { kind: 'json', status: 400, body: { error: 'invalid model name' } }
  const how = /^[a-z]+/.exec(model)?.[0] ?? ''
  const known = arrived.get(models) ?? new Map<string, number>()
  arrived.set(models, known)
  return {
    kind: 'lines',
    async *lines(gone) {
      yield { status: 'pulling manifest' }
      if (FAILURES[how] && how !== 'full') {
        yield { error: FAILURES[how] }
        return true
      }
      if (how === 'slow') await sleep(150)
      for (const { digest, total } of LAYERS) {
        const status = `pulling ${digest.slice(7)}`
        const from = total > STEP ? (known.get(model) ?? 0) : 0
        yield { status, digest, total, ...(from > 0 && { completed: from }) }
        for (let completed = from; completed < total; ) {
          if (how === 'slow') await sleep(150)
          if (gone.aborted) return false
          completed = Math.min(total, completed + STEP)
          known.set(model, Math.max(completed, known.get(model) ?? 0))
          yield { status, digest, total, completed }
          if (completed < total / 3) continue
          if (how === 'cut') return false
          if (how === 'full') yield { error: FAILURES.full }
          if (how === 'full') return true
          if (how === 'stall')
            await new Promise<void>((resolve) => gone.addEventListener('abort', () => resolve()))
        }
      }
      yield { status: 'verifying sha256 digest' }
      yield { status: 'writing manifest' }
      const name = model.includes(':') ? model : `${model}:latest`
      if (!models.includes(name)) models.push(name)
      yield { status: 'success' }
      return true
    },
  }
}
