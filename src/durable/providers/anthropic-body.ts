/** What Claude is asked. Source: https://docs.anthropic.com/en/api/messages. */
import type {
  CacheControlEphemeral,
  MessageCreateParamsStreaming,
  MessageParam,
  ToolUnion,
  WebSearchTool20250305,
} from '@anthropic-ai/sdk/resources/messages/messages'
import { parametersOf, takenBy, thinksAdaptively } from '../../shared/parameters.ts'
import { messagesOf, toolsOf } from './anthropic-messages.ts'
import { displayOf, messageOptions } from './anthropic-options.ts'
import type { Call } from './spec.ts'

/** Tokens a model may think beyond an answer whose length was limited: `max_tokens` counts both. */
const THINKING_TOKENS = 4000

/** Searches of one answer at most: each is paid for. */
const SEARCH: WebSearchTool20250305 = { type: 'web_search_20250305', name: 'web_search', max_uses: 8 }

/** A short answer of ours, such as a title, is not thought about, not searched for, and not worth keeping. */
export function bodyOf(call: Call): MessageCreateParamsStreaming {
  const { model, system, maxTokens, options = {} } = call
  const thinks = thinksAdaptively(model)
  const kept = keepingOf(call)
  const tools = offered(call)
  const messages = messagesOf(call)
  if (kept) {
    const last = tools.at(-1)
    if (last) last.cache_control = kept
    keepTurns(messages, kept)
  }
  return {
    model,
    messages,
    ...(tools.length > 0 && { tools }),
    stream: true,
    max_tokens: maxTokens === undefined ? defaultTokens(model) : maxTokens + (thinks ? THINKING_TOKENS : 0),
    ...(system && { system: kept ? [{ type: 'text', text: system, cache_control: kept }] : system }),
    ...(maxTokens === undefined && {
      ...(thinks && { thinking: { type: 'adaptive', display: displayOf(options) } }),
      ...messageOptions(options, model, defaultTokens(model)),
    }),
  }
}

/** What must be asked for in a header. `cloud`: at Google, where some of it needs none and some of it another. */
export function betasOf(call: Call, cloud: boolean): string[] {
  const { model, options = {} } = call
  const { maxTokens = 0, webSearch } = takenBy({ endpoint: 'anthropic', model }, options)
  return [
    ...(cloud && webSearch ? ['web-search-2025-03-05'] : []),
    ...(!cloud && /claude-3-7/.test(model) && maxTokens > 64_000 ? ['output-128k-2025-02-19'] : []),
    ...(/claude-sonnet-4(?!-[6-9])/.test(model) && (options.contextTokens ?? 0) > 200_000
      ? ['context-1m-2025-08-07']
      : []),
  ]
}

function offered({ model, tools = [], options = {}, maxTokens }: Call): ToolUnion[] {
  const { webSearch } = takenBy({ endpoint: 'anthropic', model }, options)
  return [...(webSearch && maxTokens === undefined ? [{ ...SEARCH }] : []), ...toolsOf(tools)]
}

/** How what repeats is kept; null where it is not. */
function keepingOf({ model, options = {}, maxTokens }: Call): CacheControlEphemeral | null {
  const pick = { endpoint: 'anthropic', model }
  const can = parametersOf(pick).some(({ key }) => key === 'promptCache')
  const { promptCache = true, promptCacheTtl } = takenBy(pick, options)
  if (!can || !promptCache || maxTokens !== undefined) return null
  return { type: 'ephemeral', ...(promptCacheTtl === '1h' && { ttl: '1h' }) }
}

/** Of the four marks there may be, two: where the next question will find this one, and where this one finds the last. */
function keepTurns(messages: readonly MessageParam[], kept: CacheControlEphemeral): void {
  for (const { content } of messages.filter(({ role }) => role === 'user').slice(-2)) {
    const block = Array.isArray(content) ? content.at(-1) : undefined
    // A user's turn has no reasoning, which alone cannot be marked.
    if (block) (block as { cache_control?: CacheControlEphemeral }).cache_control = kept
  }
}

/** Tokens of an answer for which no limit was given: as long as the family allows without asking for a beta. */
function defaultTokens(model: string): number {
  if (/claude-(3-(opus|haiku|sonnet)|2|instant)/.test(model)) return 4096
  if (/claude-3-5/.test(model)) return 8192
  return model.includes('claude') ? 32_000 : 8192
}
