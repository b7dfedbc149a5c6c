/**
 * Vendors that are known by name: how they are spelt, how their badge looks, and which parameters they do not take. In
 * `librechat.yaml` an endpoint says which it is by its `name`, or by its address. How each differs on the wire is in
 * `durable/providers/known.ts`.
 */
import type { Options } from './setup.ts'

export type Known = {
  /** As `ModelInfo.icon` names it. */
  id: string
  label: string
  /** The hue of its badge, in degrees; none: grey. */
  hue?: number
  /** Other spellings, in small letters and digits. */
  also?: readonly string[]
  /** Where its API is. */
  host?: RegExp
  /** What other servers of OpenAI's language know, and this one refuses or passes over. */
  lacks?: readonly (keyof Options)[]
}

export const KNOWN: readonly Known[] = [
  { id: 'openAI', label: 'OpenAI', hue: 165 },
  { id: 'azureOpenAI', label: 'Azure OpenAI', hue: 240 },
  { id: 'google', label: 'Google', hue: 255 },
  { id: 'anthropic', label: 'Anthropic', hue: 45 },
  { id: 'bedrock', label: 'Amazon Bedrock', hue: 150 },
  { id: 'workersAI', label: 'Workers AI', hue: 55 },
  { id: 'ollama', label: 'Ollama' },
  { id: 'anyscale', label: 'Anyscale', hue: 270, host: /anyscale\.com$/, lacks: ['effort', 'verbosity'] },
  { id: 'apipie', label: 'APIpie', hue: 300, host: /apipie\.ai$/, lacks: ['verbosity'] },
  { id: 'cohere', label: 'Cohere', hue: 20, host: /cohere\.(ai|com)$/, lacks: ['topK', 'verbosity'] },
  {
    id: 'deepseek',
    label: 'DeepSeek',
    hue: 265,
    host: /deepseek\.com$/,
    lacks: ['topK', 'seed', 'verbosity'],
  },
  { id: 'fireworks', label: 'Fireworks', hue: 290, host: /fireworks\.ai$/, lacks: ['verbosity'] },
  {
    id: 'groq',
    label: 'Groq',
    hue: 35,
    host: /groq\.com$/,
    lacks: ['topK', 'frequencyPenalty', 'presencePenalty', 'verbosity'],
  },
  { id: 'helicone', label: 'Helicone', hue: 230, host: /helicone\.ai$/ },
  { id: 'huggingface', label: 'Hugging Face', hue: 85, host: /huggingface\.co$/, lacks: ['verbosity'] },
  {
    id: 'mistral',
    label: 'Mistral',
    hue: 50,
    also: ['mistralai'],
    host: /mistral\.ai$/,
    lacks: ['topK', 'verbosity'],
  },
  { id: 'mlx', label: 'MLX', lacks: ['effort', 'verbosity'] },
  {
    id: 'moonshot',
    label: 'Moonshot',
    hue: 275,
    also: ['moonshotai', 'kimi'],
    host: /moonshot\.(ai|cn)$/,
    lacks: ['topK', 'seed', 'effort', 'verbosity'],
  },
  { id: 'openrouter', label: 'OpenRouter', hue: 285, host: /openrouter\.ai$/ },
  {
    id: 'perplexity',
    label: 'Perplexity',
    hue: 200,
    also: ['perplexityai'],
    host: /perplexity\.ai$/,
    lacks: ['stop', 'seed', 'verbosity'],
  },
  { id: 'shuttleai', label: 'ShuttleAI', hue: 320, also: ['shuttle'], host: /shuttleai\.(app|com)$/ },
  {
    id: 'together',
    label: 'Together AI',
    hue: 220,
    also: ['togetherai'],
    host: /together\.(ai|xyz)$/,
    lacks: ['verbosity'],
  },
  { id: 'unify', label: 'Unify', hue: 140, also: ['unifyai'], host: /unify\.ai$/, lacks: ['verbosity'] },
  { id: 'vercel', label: 'Vercel AI Gateway', also: ['vercelai', 'vercelaigateway'], host: /vercel\.sh$/ },
  { id: 'vllm', label: 'vLLM', hue: 95, lacks: ['verbosity'] },
  { id: 'xai', label: 'xAI', also: ['grok'], host: /(^|\.)x\.ai$/, lacks: ['topK', 'verbosity'] },
]

/** The vendor that `name` means, or else the one whose API is at `address`. */
export function knownOf(name: string, address?: string): Known | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const host = address === undefined ? undefined : URL.parse(address)?.hostname
  return (
    KNOWN.find(({ id, also }) => id.toLowerCase() === plain || also?.includes(plain)) ??
    (host === undefined ? undefined : KNOWN.find((one) => one.host?.test(host)))
  )
}
