/** `GET /models`: what servers say of what they offer. Each says something else, and none of it is certain to be there. */
import type { ModelInfo } from '../../shared/catalog.ts'
import type { Price } from '../../shared/prices.ts'
import { clientOf } from './openai-client.ts'
import type { Endpoint, Listed, ListingIo } from './spec.ts'

/** In the server's order. At OpenAI itself only what can chat, the newest first. */
export async function listModels(
  endpoint: Endpoint,
  io: ListingIo,
  signal: AbortSignal,
): Promise<(string | Listed)[]> {
  const page = await clientOf(endpoint, io.fetch).models.list({ signal })
  const models = page.data.filter((model) => typeof model?.id === 'string')
  if (endpoint.id !== 'openAI') return (models as unknown as Item[]).filter(chats).map((item) => listed(item))
  return models
    .filter(({ id }) => canChat(id))
    .sort((a, b) => (b.created ?? 0) - (a.created ?? 0))
    .map(({ id }) => id)
}

/** OpenAI's list names everything it ever made; dated snapshots only repeat what their alias offers. */
function canChat(id: string): boolean {
  if (!/^(gpt-|chatgpt-|o\d)/.test(id)) return false
  if (/audio|realtime|transcribe|tts|image|search|instruct|live/.test(id)) return false
  return !/-\d{4}-\d{2}-\d{2}$|-\d{4}(-preview)?$|-16k$/.test(id)
}

/** What is read of an entry: of OpenRouter, Groq, Mistral, Together, Fireworks, Vercel, vLLM and their like. */
type Item = {
  id: string
  name?: unknown
  type?: unknown
  supports_chat?: unknown
  capabilities?: { completion_chat?: unknown; vision?: unknown } | null
  architecture?: { input_modalities?: unknown; output_modalities?: unknown } | null
  supports_image_input?: unknown
  context_length?: unknown
  context_window?: unknown
  max_context_length?: unknown
  max_model_len?: unknown
  max_completion_tokens?: unknown
  max_tokens?: unknown
  top_provider?: { max_completion_tokens?: unknown } | null
  pricing?: Readonly<Record<string, unknown>> | null
}

/** Only what a list marks as something else is left out. */
function chats({ type, supports_chat, capabilities, architecture }: Item): boolean {
  if (supports_chat === false || capabilities?.completion_chat === false) return false
  if (typeof type === 'string' && /embedding|image|audio|moderation|rerank|transcri|video/.test(type))
    return false
  const out = architecture?.output_modalities
  return !Array.isArray(out) || out.includes('text')
}

function listed(item: Item): string | Listed {
  const context = whole(item.context_length, item.context_window, item.max_context_length, item.max_model_len)
  const output = whole(item.top_provider?.max_completion_tokens, item.max_completion_tokens)
  const takes = takesOf(item)
  const price = priceOf(item.pricing)
  const { id, name } = item
  const label = typeof name === 'string' && item.architecture && name.trim() !== '' ? name.trim() : null
  if (!context && !output && !takes && !price && label === null) return id
  return {
    id,
    ...(label !== null && { label }),
    ...(context && { context }),
    ...(output && { output }),
    ...(takes && { takes }),
    ...(price && { price }),
  }
}

const whole = (...values: unknown[]): number | undefined =>
  values.find((value): value is number => typeof value === 'number' && value > 0)

type Takes = NonNullable<ModelInfo['takes']>
const KINDS: Takes = ['image', 'file', 'audio', 'video']

function takesOf({ architecture, capabilities, supports_image_input }: Item): Takes | undefined {
  const said = architecture?.input_modalities
  if (Array.isArray(said)) return KINDS.filter((kind) => said.includes(kind))
  const sees = capabilities?.vision ?? supports_image_input
  return typeof sees === 'boolean' ? (sees ? ['image'] : []) : undefined
}

/** OpenRouter and Vercel: dollars for one token, as text. Together: dollars for a million, as a number. */
function priceOf(pricing: Item['pricing']): Price | undefined {
  if (!pricing) return undefined
  const dollars = (...names: string[]): number | undefined => {
    for (const name of names) {
      const value = pricing[name]
      const number = typeof value === 'string' ? Number(value) * 1_000_000 : value
      // A router that chooses the model says -1: nobody knows before.
      if (typeof number === 'number' && number >= 0) return Math.round(number * 1e6) / 1e6
    }
    return undefined
  }
  const input = dollars('prompt', 'input')
  const output = dollars('completion', 'output')
  if (input === undefined || output === undefined) return undefined
  const cacheRead = dollars('input_cache_read', 'cached_input')
  const cacheWrite = dollars('input_cache_write')
  return {
    input,
    output,
    ...(cacheRead !== undefined && { cacheRead }),
    ...(cacheWrite !== undefined && { cacheWrite }),
  }
}
