/** What the contract suites share: every adapter with the endpoint that leads to the test vendor, and how to listen. */
import { generateKeyPairSync } from 'node:crypto'
import { endpointsOf, providerOf } from '../../src/durable/providers/index.ts'
import type { Call, Chunk, Endpoint, ProviderIo } from '../../src/durable/providers/spec.ts'
import type { Config } from '../../src/shared/config/index.ts'
import type { Upstream } from '../support/upstream.ts'

export const KEY = 'sk-test-0123456789abcdef'

export const io: ProviderIo = { fetch: (input, init) => fetch(input, init), passages: async () => [] }

/** The endpoints of an installation that has all kinds of providers, made as the product makes them. */
export function endpoints(upstream: Upstream): Endpoint[] {
  return endpointsOf(
    {
      OPENAI_API_KEY: KEY,
      OPENAI_REVERSE_PROXY: upstream.openai,
      ANTHROPIC_API_KEY: KEY,
      ANTHROPIC_REVERSE_PROXY: upstream.url,
      OLLAMA_BASE_URL: upstream.url,
      BEDROCK_AWS_DEFAULT_REGION: 'us-east-1',
      BEDROCK_AWS_BEARER_TOKEN: KEY,
      BEDROCK_REVERSE_PROXY: upstream.url,
      BEDROCK_AWS_MODELS: 'us.amazon.nova-pro-v1:0',
      CLOUDFLARE_API_TOKEN: KEY,
      WORKERS_AI_BASE_URL: upstream.openai,
      GOOGLE_KEY: KEY,
      GOOGLE_REVERSE_PROXY: upstream.url,
    },
    {
      version: '1.3.1',
      endpoints: {
        azureOpenAI: {
          groups: [
            {
              group: 'west',
              apiKey: KEY,
              instanceName: 'west',
              version: '2025-03-01-preview',
              baseURL: `${upstream.url}/\${INSTANCE_NAME}/openai/deployments/\${DEPLOYMENT_NAME}`,
              models: { 'gpt-4.1': { deploymentName: 'mine' }, 'gpt-5.4': { deploymentName: 'newer' } },
            },
          ],
        },
        custom: [
          {
            name: 'Acme',
            apiKey: KEY,
            baseURL: upstream.openai,
            models: { default: ['acme-1'], fetch: true },
            headers: { 'x-team': 'blue' },
          },
          {
            name: 'By Responses',
            apiKey: KEY,
            baseURL: upstream.openai,
            models: { default: ['acme-1'], fetch: true },
            headers: {},
            addParams: { useResponsesApi: true },
          },
          {
            name: 'OpenRouter',
            apiKey: KEY,
            baseURL: upstream.openai,
            models: { default: ['acme-1'], fetch: true },
            headers: {},
          },
        ],
      },
    },
  )
}

const account = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** The key file of a service account whose tokens the test vendor gives out. */
export function serviceKey(upstream: Upstream, email = 'parley@project-1.example'): Record<string, string> {
  return {
    type: 'service_account',
    project_id: 'project-1',
    private_key_id: 'kid-1',
    private_key: account.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    client_email: email,
    token_uri: `${upstream.url}/token`,
  }
}

/** What that account signs is checked with this. */
export const accountKey = account.publicKey

/** Claude and Gemini of an installation that has a service account at Google, and nothing else. */
export function cloudEndpoints(
  upstream: Upstream,
  env: Record<string, string> = {},
  config: Config = { version: '1.3.1', endpoints: { custom: [] } },
): Endpoint[] {
  const key = JSON.stringify(serviceKey(upstream))
  const proxies = { ANTHROPIC_REVERSE_PROXY: upstream.url, GOOGLE_REVERSE_PROXY: upstream.url }
  const usual = { ANTHROPIC_USE_VERTEX: 'true', PARLEY_GOOGLE_SERVICE_KEY: key }
  return endpointsOf({ ...usual, ...proxies, OLLAMA_BASE_URL: 'off', ...env }, config)
}

/** A call with one question. */
export function asking(model: string, text = 'hi', more: Partial<Call> = {}): Call {
  return { model, turns: [{ role: 'user', parts: [{ type: 'text', text }] }], ...more }
}

/** Every batch of an answer. Rejects when the adapter throws. */
export async function batchesOf(
  endpoint: Endpoint,
  call: Call,
  options: { signal?: AbortSignal; io?: ProviderIo; onBatch?: (batch: Chunk[]) => void } = {},
): Promise<Chunk[][]> {
  const provider = providerOf(endpoint.provider)
  if (!provider) throw new Error(`no provider ${endpoint.provider}`)
  const batches: Chunk[][] = []
  const signal = options.signal ?? new AbortController().signal
  for await (const batch of provider.chat(call, endpoint, options.io ?? io, signal)) {
    // Batches are the reader's to keep: a later one must not change them.
    batches.push(structuredClone(batch))
    options.onBatch?.(batch)
  }
  return batches
}

/** The chunks of an answer, neighbouring text joined. */
export async function chunksOf(endpoint: Endpoint, call: Call): Promise<Chunk[]> {
  return joined((await batchesOf(endpoint, call)).flat())
}

export function joined(chunks: readonly Chunk[]): Chunk[] {
  const list: Chunk[] = []
  for (const chunk of chunks) {
    const last = list.at(-1)
    if ((chunk.kind === 'text' || chunk.kind === 'thinking') && last?.kind === chunk.kind)
      last.text += chunk.text
    else list.push({ ...chunk })
  }
  return list
}

export function textIn(chunks: readonly Chunk[], kind: 'text' | 'thinking' = 'text'): string {
  return chunks.map((chunk) => (chunk.kind === kind ? chunk.text : '')).join('')
}

/** `tok0 tok1 …`, as the test vendor answers. */
export function tokens(count: number, word = 'tok'): string {
  return Array.from({ length: count }, (_, i) => `${word}${i} `).join('')
}

/** The tool calls of an answer, put together. */
export function callsIn(chunks: readonly Chunk[]): { id: string; name: string; args: string }[] {
  const calls: { id: string; name: string; args: string }[] = []
  for (const chunk of chunks) {
    if (chunk.kind !== 'call') continue
    calls[chunk.n] ??= { id: '', name: '', args: '' }
    const call = calls[chunk.n]!
    call.id ||= chunk.id ?? ''
    call.name ||= chunk.name ?? ''
    call.args += chunk.args
  }
  return calls
}
