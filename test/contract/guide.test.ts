/** The provider guide: no server, no model, and the same contract. */
import { marked } from 'marked'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { endpointsOf } from '../../src/durable/providers/index.ts'
import type { Call, Chunk, Passage, ProviderIo } from '../../src/durable/providers/spec.ts'
import type { Part } from '../../src/shared/parts.ts'
import { seeded } from '../knowledge/documentation.ts'
import { batchesOf, textIn } from './harness.ts'

const knowledge = seeded()
const io: ProviderIo = {
  fetch: () => Promise.reject(new Error('the guide needs no network')),
  passages: async (query) => knowledge.passages(query),
}
const guide = endpointsOf({}, { version: '1.3.1', endpoints: { custom: [] } }).find(
  ({ id }) => id === 'guide',
)!

/** A conversation by its texts, the user's first. */
function talk(...texts: (string | Part[])[]): Call {
  return {
    model: 'guide',
    turns: texts.map((text, n) => ({
      role: n % 2 === 0 ? ('user' as const) : ('assistant' as const),
      parts: typeof text === 'string' ? [{ type: 'text' as const, text }] : text,
    })),
  }
}

async function answer(
  call: Call,
  passages = io.passages,
): Promise<{ text: string; sources: string[]; chunks: Chunk[] }> {
  // The pace is for people.
  vi.useFakeTimers()
  const answering = batchesOf(guide, call, { io: { ...io, passages } })
  await vi.advanceTimersByTimeAsync(60_000)
  const chunks = (await answering).flat()
  const sources = chunks.flatMap((chunk) => (chunk.kind === 'source' ? [chunk.url] : []))
  return { text: textIn(chunks), sources, chunks }
}

afterEach(() => {
  vi.useRealTimers()
})

const source = (title: string): Part => ({ type: 'source', url: '/docs/x', title })

describe('guide', () => {
  it('is always there, and last', () => {
    const ids = endpointsOf({ OPENAI_API_KEY: 'k' }, { version: '1.3.1', endpoints: { custom: [] } }).map(
      ({ id }) => id,
    )
    expect(ids.at(-1)).toBe('guide')
  })

  it('answers from the documentation, with sources, and says what it is', async () => {
    const { text, sources, chunks } = await answer(talk('How do I add an OpenAI key?'))
    expect(text).toContain('no language model')
    expect(text).toContain('### Add OpenAI (GPT)')
    expect(text).toContain('OPENAI_API_KEY=sk-…')
    expect(text.match(/```/g)!.length % 2).toBe(0)
    expect(sources[0]).toBe('/docs/models#add-openai-gpt')
    expect(chunks.at(-1)).toEqual({ kind: 'end', why: 'stop' })
    const quote = chunks.find((chunk) => chunk.kind === 'source')
    expect(quote).toMatchObject({
      title: 'Models › Add OpenAI (GPT)',
      quote: expect.stringMatching(/^Create an? .{0,20}key/),
    })
  })

  it('finds what a German question is about, and says in German why the answer is in English', async () => {
    const { text, sources } = await answer(talk('Wie füge ich einen OpenAI-Schlüssel hinzu?'))
    expect(text).toContain('nur auf Englisch')
    expect(text).not.toContain('This is what it says')
    expect(sources.join(' ')).toContain('add-openai-gpt')
    const shortcuts = await answer(talk('Welche Tastenkürzel gibt es?'))
    expect(shortcuts.text.toLowerCase()).toContain('shortcut')
    for (const asked of [
      'Kann ich ein Bild schicken?',
      'Wie hänge ich ein Foto an?',
      'Wie lade ich ein PDF hoch?',
      'Kann ich eine Tonaufnahme senden?',
      'Wie füge ich einen Screenshot ein?',
    ])
      expect((await answer(talk(asked))).sources[0], asked).toContain('/docs/chat#attach-pictures')
    const nothing = await answer(talk('Wie wird das Wetter in Köln?'))
    expect(nothing.text).toContain('nur auf Englisch')
    expect(nothing.sources).toEqual([])
  })

  it('looks at no file: one alone is told so, and beside a question it is no part of it', async () => {
    const paper = { type: 'media' as const, mime: 'application/pdf', name: 'paper.pdf', data: 'AAAA' }
    const withPaper = (text: string) => ({
      ...talk(),
      turns: [{ role: 'user' as const, parts: [...(text ? [{ type: 'text' as const, text }] : []), paper] }],
    })
    const alone = await answer(withPaper(''))
    expect(alone.text).toContain('I cannot look at files')
    expect(alone.sources).toEqual([])
    expect((await answer(withPaper('backup'))).text).toBe((await answer(talk('backup'))).text)
  })

  it('introduces itself once', async () => {
    const { text } = await answer(
      talk('How do I add an OpenAI key?', 'An answer.', 'How do I change the port?'),
    )
    expect(text).not.toContain('no language model')
    expect(text.startsWith('### Change the port')).toBe(true)
  })

  it('writes in small pieces at a gentle pace, the first at once', async () => {
    const start = performance.now()
    let first = 0
    const batches = await batchesOf(guide, talk('backup'), {
      io,
      onBatch: () => {
        first ||= performance.now() - start
      },
    })
    const took = performance.now() - start
    expect(first).toBeLessThan(50)
    expect(took / batches.length).toBeGreaterThan(8)
    expect(Math.max(...batches.map((batch) => textIn(batch).length))).toBeLessThan(120)
  })

  it('stops at once', async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(new Error('stopped')), 60)
    const start = performance.now()
    await expect(batchesOf(guide, talk('backup'), { io, signal: abort.signal })).rejects.toThrow('stopped')
    expect(performance.now() - start).toBeLessThan(200)
  })

  it.each(['hi', 'Hello there!', 'hey 👋', 'Good morning', 'Hola', 'hello, how are you?'])(
    'greets: %s',
    async (text) => {
      const said = await answer(talk(text))
      expect(said.text).toMatch(/^Hello! I am Parley's built-in guide/)
      expect(said.text).toContain('OPENAI_API_KEY')
      expect(said.sources).toEqual([])
    },
  )

  it.each([
    'What can you do?',
    'who are you',
    'help',
    'what can I ask you?',
    'Are you an AI?',
    'what is this?',
  ])('says what it can do: %s', async (text) => {
    expect((await answer(talk(text))).text).toContain('I look things up in the documentation')
  })

  it.each(['thanks', 'Thank you so much!', 'ok thanks', 'great, thank you', 'cool'])(
    'takes thanks: %s',
    async (text) => {
      expect((await answer(talk('backup', 'An answer.', text))).text).toMatch(/^You're welcome/)
    },
  )

  it.each(['ok, and how do I stop an answer?', 'hi, how do I change the port?', 'thanks! where is my data?'])(
    'does not take a question for small talk: %s',
    async (text) => {
      expect((await answer(talk(text))).sources.length).toBeGreaterThan(0)
    },
  )

  it.each([
    'Write me a poem about the sea',
    'What is 2+2?',
    'Wer hat die Relativitätstheorie erfunden?',
    '🦜',
  ])('is honest about what it cannot answer: %s', async (text) => {
    const said = await answer(talk(text))
    expect(said.text).toMatch(/I find nothing|finde ich leider nichts/)
    expect(said.text).toContain('OPENAI_API_KEY')
    expect(said.sources).toEqual([])
    expect(said.chunks.at(-1)).toEqual({ kind: 'end', why: 'stop' })
  })

  it('shows no markup of a question that it repeats', async () => {
    const { text } = await answer(talk('<img src=x> *bold* [zzz](javascript:1) `qqq`'))
    const html = await marked.parse(text)
    expect(html).not.toMatch(/<img|<em>bold|javascript:1"|<code>qqq/)
    expect(html).toContain('&lt;img src=x')
  })

  it('asks for a question when there is none', async () => {
    expect((await answer(talk('   '))).text).toContain('Ask me something')
  })

  it('understands a question that leans on the one before', async () => {
    const { sources } = await answer(
      talk(
        'Can I use Ollama?',
        [source('Models › Use Ollama and local models')],
        'and how do I turn it off?',
      ),
    )
    expect(sources.some((url) => /ollama|models/.test(url))).toBe(true)
  })

  it('tells more of the same when asked for more', async () => {
    const first = await answer(talk('Can I use Ollama?'))
    const told = first.chunks.flatMap((chunk): Part[] =>
      chunk.kind === 'source' ? [{ type: 'source', url: chunk.url, title: chunk.title }] : [],
    )
    const more = await answer(talk('Can I use Ollama?', told, 'tell me more'))
    expect(more.sources.length).toBeGreaterThan(0)
    expect(more.sources.filter((url) => first.sources.includes(url))).toEqual([])
  })

  it('goes on where an answer was stopped', async () => {
    const whole = (await answer(talk('How do I change the port?'))).text
    const half = whole.slice(0, 100)
    const { text } = await answer({ ...talk('How do I change the port?', half, 'Go on.'), continues: true })
    expect(half + text).toBe(whole)
  })

  it('is not available when its passages are not', async () => {
    const { chunks } = await answer(talk('backup'), async (): Promise<Passage[]> => {
      throw new Error('gone')
    })
    expect(chunks).toEqual([{ kind: 'fault', fault: { code: 'model_unavailable', from: 'Parley' } }])
  })
})
