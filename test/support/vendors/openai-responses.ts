/** OpenAI's Responses. Source: https://platform.openai.com/docs/api-reference/responses-streaming. */
import type { Script } from '../upstream-script.ts'
import { errorOf } from './openai.ts'
import { type Asked, sse, type ToolCall, type Usage, type Vendor, type Wire, wordsOf } from './vendor.ts'

type Body = {
  model?: unknown
  stream?: unknown
  input?: { role?: unknown; content?: unknown }[]
  include?: unknown
  tools?: { type?: unknown }[]
}

export const openaiResponses: Vendor = {
  name: 'openai-responses',
  models: [],
  react({ method, path, body }: Asked) {
    if (method !== 'POST' || !path.endsWith('/v1/responses')) return null
    const asked = (body ?? {}) as Body
    const { model, input = [], stream } = asked
    const name = String(model ?? '')
    return {
      kind: 'chat',
      model: name,
      question: wordsOf(input.findLast(({ role }) => role === 'user')?.content),
      stream: stream === true,
      length: JSON.stringify(input).length,
      wire: (script, id, usage) => wireOf(script, `resp_${id}`, asked, usage),
      whole: (id, text, usage) => ({
        id: `resp_${id}`,
        object: 'response',
        status: 'completed',
        output: [message(text)],
        usage: usageOf(usage),
      }),
      error: errorOf,
    }
  },
}

const message = (text: string) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [] }],
})

function wireOf(script: Script, id: string, asked: Body, usage: Usage): Wire {
  let n = 0
  const event = (type: string, data: object): string => sse({ type, sequence_number: n++, ...data }, type)
  const head = { id, object: 'response', created_at: 1760000000, model: asked.model, error: null }
  const sealed = Array.isArray(asked.include) && asked.include.includes('reasoning.encrypted_content')
  const searches = asked.tools?.some(({ type }) => type === 'web_search')
  const reasons = script.thinking > 0 || sealed
  const reasoning = { id: 'rs_1', type: 'reasoning', summary: [] }
  const at = reasons ? 1 : 0
  const part = { item_id: 'msg_1', output_index: at, content_index: 0 }
  let begun = false
  const begin = (): string => {
    if (begun) return ''
    begun = true
    return (
      event('response.output_item.added', {
        output_index: at,
        item: { ...message(''), content: [], status: 'in_progress' },
      }) +
      event('response.content_part.added', {
        ...part,
        part: { type: 'output_text', text: '', annotations: [] },
      })
    )
  }
  const turn = (): string =>
    event('response.output_item.done', {
      output_index: 0,
      item: { ...reasoning, ...(sealed && { encrypted_content: 'gAAAA=' }) },
    })
  return {
    open: () =>
      event('response.created', { response: { ...head, status: 'in_progress', output: [] } }) +
      event('response.in_progress', { response: { ...head, status: 'in_progress', output: [] } }) +
      (reasons
        ? event('response.output_item.added', { output_index: 0, item: reasoning }) +
          event('response.reasoning_summary_part.added', {
            item_id: 'rs_1',
            output_index: 0,
            summary_index: 0,
            part: { type: 'summary_text', text: '' },
          })
        : '') +
      (sealed && script.thinking === 0 ? turn() : ''),
    thinking: (delta) =>
      event('response.reasoning_summary_text.delta', {
        item_id: 'rs_1',
        output_index: 0,
        summary_index: 0,
        delta,
      }),
    turn,
    text: (delta) =>
      begin() +
      event(script.refusalText ? 'response.refusal.delta' : 'response.output_text.delta', { ...part, delta }),
    calls: (calls) => callsOf(calls, at + 1, event),
    malformed: () => 'event: response.output_text.delta\ndata: {"type":"response.output_te\n\n',
    inBand: () => event('error', { code: 'server_error', message: 'The server is overloaded.', param: null }),
    close: () => {
      const reason = { length: 'max_output_tokens', refused: script.refusalText ? null : 'content_filter' }
      const why = script.finish === 'stop' ? null : reason[script.finish]
      const found = {
        type: 'url_citation',
        url: 'https://a.example/',
        title: 'A',
        start_index: 0,
        end_index: 3,
      }
      return (
        (searches
          ? event('response.output_text.annotation.added', {
              ...part,
              annotation_index: 0,
              annotation: found,
            })
          : '') +
        event(why === null ? 'response.completed' : 'response.incomplete', {
          response: {
            ...head,
            status: why === null ? 'completed' : 'incomplete',
            incomplete_details: why === null ? null : { reason: why },
            output: [],
            usage: usageOf(usage),
          },
        })
      )
    },
  }
}

/** One item after the other, each with its arguments in pieces: what comes side by side is told apart by its place. */
function callsOf(
  calls: readonly ToolCall[],
  first: number,
  event: (type: string, data: object) => string,
): string {
  const item = ({ id, name }: ToolCall, args: string) => ({
    id: `fc_${id}`,
    type: 'function_call',
    call_id: id,
    name,
    arguments: args,
  })
  const begin = calls.map((call, n) =>
    event('response.output_item.added', { output_index: first + n, item: item(call, '') }),
  )
  const most = Math.max(0, ...calls.map(({ args }) => args.length))
  const rest = Array.from({ length: most }, (_, k) =>
    calls.flatMap(({ id, args }, n) =>
      args[k] === undefined
        ? []
        : event('response.function_call_arguments.delta', {
            item_id: `fc_${id}`,
            output_index: first + n,
            delta: args[k],
          }),
    ),
  )
  const end = calls.map((call, n) =>
    event('response.output_item.done', { output_index: first + n, item: item(call, call.args.join('')) }),
  )
  return [...begin, ...rest.flat(), ...end].join('')
}

function usageOf({ input, output, cached, thinking }: Usage): object {
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: thinking },
    total_tokens: input + output,
  }
}
