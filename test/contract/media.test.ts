/** Pictures, documents and sound where vendors are particular: alone in a message, too many, of a kind they have no words for. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { providerOf } from '../../src/durable/providers/index.ts'
import type { Call, Input, MediaInput } from '../../src/durable/providers/spec.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { endpoints, io } from './harness.ts'

let upstream: Upstream
beforeAll(async () => {
  upstream = await startUpstream()
})
afterAll(() => upstream.close())
beforeEach(() => upstream.reset())

const media = (mime: string, name: string): MediaInput => ({ type: 'media', mime, data: 'AAAA', name })
const sound = media('audio/mpeg', 'talk.mp3')
const moving = media('image/gif', 'dance.gif')
const paper = (name: string) => media('application/pdf', name)
const text = (text: string): Input => ({ type: 'text', text })

/** What a vendor is sent of these turns, which are of the user and of the model by turns. */
async function sent(id: string, ...turns: Input[][]): Promise<unknown> {
  const endpoint = endpoints(upstream).find((one) => one.id === id)!
  const call: Call = {
    model: id === 'bedrock' ? 'us.amazon.nova-pro-v1:0' : 'tokens-1',
    turns: turns.map((parts, n) => ({ role: n % 2 ? 'assistant' : 'user', parts })),
  }
  const stream = providerOf(endpoint.provider)!.chat(call, endpoint, io, new AbortController().signal)
  for await (const chunks of stream) if (chunks.length === 0) break
  const body = upstream.requests[0]!.body as Record<string, unknown>
  return body.messages ?? body.contents ?? body.input
}

describe('what a vendor has no words for', () => {
  it.each([
    ['anthropic', sound],
    ['bedrock', sound],
    ['By Responses', sound],
    ['ollama', sound],
    ['google', moving],
  ])('%s: is told to the model, and its message is sent', async (id, part) => {
    const said = JSON.stringify(await sent(id, [part]))
    expect(said).toContain(`The file “${part.name}” is left out`)
    expect(said).not.toContain('AAAA')
  })
})

describe('bedrock', () => {
  const documents = (said: unknown) =>
    (said as { content: { document?: { name: string } }[] }[]).map(({ content }) =>
      content.flatMap(({ document }) => document?.name ?? []),
    )

  it('has words beside a document that came without any', async () => {
    expect(await sent('bedrock', [paper('a.pdf')])).toMatchObject([
      { content: [{ document: { name: 'a' } }, { text: expect.stringMatching(/\w/) }] },
    ])
  })

  it('calls no two documents the same', async () => {
    const said = await sent(
      'bedrock',
      [paper('Report.pdf'), paper('report.pdf'), paper('…'), text('these')],
      [text('read')],
      [paper('report.pdf'), paper('?'), text('and these')],
    )
    expect(documents(said)).toEqual([['Report', 'report 2', 'document'], [], ['report 3', 'document 2']])
  })

  it('is given the newest five documents', async () => {
    const first = ['a.pdf', 'b.pdf', 'c.pdf'].map(paper)
    const said = await sent('bedrock', first, [text('read')], ['d', 'e', 'f', 'g'].map(paper))
    expect(documents(said)).toEqual([['c'], [], ['d', 'e', 'f', 'g']])
    expect(JSON.stringify(said)).toContain('The file “a.pdf” is left out')
  })
})

it('ollama: pictures make the context it is to read larger', async () => {
  const endpoint = endpoints(upstream).find(({ id }) => id === 'ollama')!
  const parts = Array.from({ length: 12 }, (_, n) => media('image/png', `${n}.png`))
  const call: Call = { model: 'llava:7b', turns: [{ role: 'user', parts }] }
  const stream = providerOf('ollama')!.chat(call, endpoint, io, new AbortController().signal)
  for await (const chunks of stream) if (chunks.length === 0) break
  const { options } = upstream.requests[0]!.body as { options?: { num_ctx?: number } }
  expect(options?.num_ctx).toBeGreaterThan(18_000)
})
