/** What only Claude has: prompts that are kept, its own search with sources, limits by model, betas. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bodyOf } from '../../src/durable/providers/anthropic-body.ts'
import type { Call, Endpoint } from '../../src/durable/providers/spec.ts'
import type { Options } from '../../src/shared/setup.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { sse } from '../support/vendors/vendor.ts'
import { asking, batchesOf, chunksOf, cloudEndpoints, endpoints, io, joined, textIn } from './harness.ts'

let upstream: Upstream
beforeAll(async () => {
  upstream = await startUpstream()
})
afterAll(() => upstream.close())
beforeEach(() => upstream.reset())

const claude = (): Endpoint => endpoints(upstream).find(({ id }) => id === 'anthropic')!
const said = (role: 'user' | 'assistant', text: string) => ({
  role,
  parts: [{ type: 'text' as const, text }],
})
const TOOLS = [
  { name: 'look', about: 'Looks.', schema: { type: 'object' } },
  { name: 'feel', about: 'Feels.', schema: { type: 'object' } },
]
const LONG: Call = {
  model: 'claude-sonnet-5-5',
  system: 'Be brief.',
  tools: TOOLS,
  turns: [
    said('user', 'one'),
    said('assistant', 'two'),
    said('user', 'three'),
    said('assistant', 'four'),
    said('user', 'five'),
  ],
}

describe('what repeats is kept', () => {
  /** The texts and names that carry a mark. */
  const marked = (call: Call): string[] => {
    const { system, tools = [], messages } = bodyOf(call)
    const blocks = [
      ...tools,
      ...(Array.isArray(system) ? system : []),
      ...messages.flatMap(({ content }) => content as object[]),
    ]
    return (blocks as { cache_control?: object; name?: string; text?: string }[]).flatMap((block) =>
      block.cache_control ? [`${block.name ?? block.text} ${JSON.stringify(block.cache_control)}`] : [],
    )
  }

  it('by four marks: tools, instructions, and the last two questions', () => {
    const mark = '{"type":"ephemeral"}'
    expect(marked(LONG)).toEqual([`feel ${mark}`, `Be brief. ${mark}`, `three ${mark}`, `five ${mark}`])
  })

  it('for an hour, if one wants', () => {
    const marks = marked({ ...LONG, options: { promptCacheTtl: '1h' } })
    expect(marks).toHaveLength(4)
    for (const one of marks) expect(one).toContain('"ttl":"1h"')
  })

  it.each([
    ['when one does not want it', { options: { promptCache: false } }],
    ['for a short answer of ours', { maxTokens: 100 }],
    ['by models that cannot', { model: 'claude-2.1' }],
    ['by what only speaks the same language', { model: 'MiniMax-M2' }],
  ])('not %s', (_, more) => {
    expect(marked({ ...LONG, ...more })).toEqual([])
    expect(bodyOf({ ...LONG, ...more }).system).toBe('Be brief.')
  })

  it('and its figures are those of reading and of writing for each time', async () => {
    const usage = {
      input_tokens: 10,
      output_tokens: 1,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
    }
    const all = await answer([
      { type: 'message_start', message: { usage } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'hi' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } },
      { type: 'message_stop' },
    ])
    expect(all).toContainEqual({
      kind: 'usage',
      usage: { input: 140, output: 5, cacheRead: 100, cacheWrite: 30, cacheWriteLong: 20 },
    })
  })
})

/** What comes of these events. */
type Event = { type: string; [field: string]: unknown }
async function answer(events: Event[]) {
  const wire = events.map((event) => sse(event, event.type)).join('')
  const fetcher = async () => new Response(wire, { headers: { 'content-type': 'text/event-stream' } })
  const batches = await batchesOf(claude(), asking('claude-sonnet-5-5'), { io: { ...io, fetch: fetcher } })
  return joined(batches.flat())
}

describe('it searches the web by itself', () => {
  it('when one wants, and not for a title', () => {
    const search = { type: 'web_search_20250305', name: 'web_search', max_uses: 8 }
    const options = { webSearch: true, promptCache: false }
    expect(bodyOf({ ...LONG, options }).tools).toMatchObject([search, { name: 'look' }, { name: 'feel' }])
    expect(bodyOf({ ...asking('claude-opus-4-5'), options, maxTokens: 50 })).not.toHaveProperty('tools')
    expect(bodyOf({ ...asking('claude-3-haiku-20240307'), options })).not.toHaveProperty('tools')
  })

  it('and names what its words rest on, at the end and once', async () => {
    const cited = (url: string, quote: string) => ({
      type: 'content_block_delta',
      delta: {
        type: 'citations_delta',
        citation: { type: 'web_search_result_location', url, title: `About ${url}`, cited_text: quote },
      },
    })
    const text = (words: string): Event => ({
      type: 'content_block_delta',
      delta: { type: 'text_delta', text: words },
    })
    const start = (block: object): Event => ({ type: 'content_block_start', content_block: block })
    const all = await answer([
      { type: 'message_start', message: { usage: { input_tokens: 9, output_tokens: 1 } } } as {
        type: string
      },
      start({ type: 'text', text: '' }),
      text('Let me see.'),
      start({ type: 'server_tool_use', id: 's', name: 'web_search', input: {} }),
      { type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json: '{"query":"x"}' } } as {
        type: string
      },
      start({
        type: 'web_search_tool_result',
        tool_use_id: 's',
        content: [{ type: 'web_search_result', url: 'https://c.example' }],
      }),
      start({ type: 'text', text: '', citations: [] }),
      cited('https://a.example', 'so it is'),
      text('It is so'),
      start({ type: 'text', text: '' }),
      text(', and '),
      start({ type: 'text', text: '', citations: [] }),
      cited('https://b.example', 'more'),
      cited('https://a.example', 'again'),
      text('more.'),
      start({ type: 'tool_use', id: 'c', name: 'look', input: {} }),
      { type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json: '{"at":1}' } } as {
        type: string
      },
      { type: 'message_delta', delta: { stop_reason: 'pause_turn' }, usage: { output_tokens: 5 } } as {
        type: string
      },
      { type: 'message_stop' },
    ])
    expect(textIn(all)).toBe('Let me see.\n\nIt is so, and more.')
    expect(all.filter(({ kind }) => kind === 'source')).toEqual([
      { kind: 'source', url: 'https://a.example', title: 'About https://a.example', quote: 'so it is' },
      { kind: 'source', url: 'https://b.example', title: 'About https://b.example', quote: 'more' },
    ])
    // What it looked for is no call for us.
    const calls = all.filter((chunk) => chunk.kind === 'call')
    expect(calls.map(({ args }) => args).join('')).toBe('{"at":1}')
    // A search that was paused is to go on.
    expect(all.at(-1)).toEqual({ kind: 'end', why: 'length' })
  })
})

it('a refusal that says nothing else is told in the words of the vendor', async () => {
  const details = { type: 'refusal', category: 'cyber', explanation: 'This could harm.' }
  const all = await answer([
    { type: 'message_start', message: { usage: { input_tokens: 9, output_tokens: 1 } } },
    { type: 'message_delta', delta: { stop_reason: 'refusal', stop_details: details } },
    { type: 'message_stop' },
  ])
  expect(textIn(all)).toBe('This could harm.')
  expect(all.at(-1)).toEqual({ kind: 'end', why: 'refused' })
})

describe('limits', () => {
  const FAR: Options = { maxTokens: 9_000_000, thinkingTokens: 9_000_000 }
  it.each([
    ['claude-3-haiku-20240307', 4096, undefined],
    ['claude-3-5-haiku-latest', 8192, undefined],
    ['claude-3-7-sonnet-latest', 128_000, 126_976],
    ['claude-opus-4-1', 32_000, 30_976],
    ['claude-sonnet-4@20250514', 64_000, 62_976],
    ['claude-opus-4-5', 64_000, 62_976],
    ['claude-sonnet-4-6', 64_000, undefined],
    ['claude-opus-4-8', 128_000, undefined],
    ['claude-sonnet-5-5', 128_000, undefined],
  ])('%s writes %i tokens at most', (model, most, budget) => {
    const body = bodyOf({ ...asking(model), options: FAR })
    expect(body.max_tokens).toBe(most)
    const { thinking } = body
    expect(thinking?.type === 'enabled' ? thinking.budget_tokens : undefined).toBe(budget)
  })

  it('reasoning is told, or only sealed', () => {
    const shown = (options: Options) => bodyOf({ ...asking('claude-opus-4-8'), options }).thinking
    expect(shown({})).toEqual({ type: 'adaptive', display: 'summarized' })
    expect(shown({ thinkingDisplay: 'auto' })).toEqual({ type: 'adaptive', display: 'summarized' })
    expect(shown({ thinkingDisplay: 'omitted' })).toEqual({ type: 'adaptive', display: 'omitted' })
    expect(shown({ effort: 'none' })).toEqual({ type: 'disabled' })
  })

  it('long answers and contexts are asked for where they must be, beside what the operator asks for', async () => {
    const betas = async (endpoint: Endpoint, model: string, options: Options) => {
      upstream.reset()
      await chunksOf(endpoint, { ...asking(model, '[[tokens-1]]'), options })
      return upstream.requests.at(-1)!.headers['anthropic-beta']
    }
    const own = { ...claude(), headers: { 'anthropic-beta': 'mine' } }
    const cloud = cloudEndpoints(upstream).find(({ id }) => id === 'anthropic')!
    expect(await betas(claude(), 'claude-sonnet-5-5', { contextTokens: 900_000 })).toBeUndefined()
    expect(await betas(own, 'claude-3-7-sonnet', { maxTokens: 100_000 })).toBe('mine,output-128k-2025-02-19')
    expect(await betas(claude(), 'claude-sonnet-4-5', { contextTokens: 900_000 })).toBe(
      'context-1m-2025-08-07',
    )
    expect(await betas(cloud, 'claude-sonnet-4-5', { webSearch: true })).toBe('web-search-2025-03-05')
  })
})

it('says when a limit is over by the headers of each', async () => {
  const reset = new Date(Date.now() + 20_000).toISOString()
  const headers = {
    'anthropic-ratelimit-tokens-remaining': '0',
    'anthropic-ratelimit-tokens-reset': reset,
    'anthropic-ratelimit-requests-remaining': '9',
  }
  const body = JSON.stringify({ type: 'error', error: { type: 'rate_limit_error', message: 'Slow down.' } })
  const fetcher = async () => new Response(body, { status: 429, headers })
  const [chunk] = (await batchesOf(claude(), asking('m'), { io: { ...io, fetch: fetcher } })).flat()
  const after = chunk?.kind === 'fault' ? chunk.fault.retryAfterMs : 0
  expect(after).toBeGreaterThan(15_000)
  expect(after).toBeLessThanOrEqual(20_000)
})
