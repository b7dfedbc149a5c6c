import { signal } from '@preact/signals'
import { expect, it } from 'vitest'
import type { UserClientFrame } from '../../src/shared/protocol.ts'
import type { Found } from '../../src/shared/search.ts'
import { createSearch, type FoundFrame } from '../../src/web/models/search.ts'

const hit = (message: string): Found => ({
  conversation: 'c',
  message,
  title: null,
  role: 'user',
  model: null,
  created: 1,
  snippet: { text: message, ranges: [] },
})

function page() {
  const sent: Extract<UserClientFrame, { t: 'search' }>[] = []
  const online = signal(true)
  const found = signal<FoundFrame | null>(null)
  const search = createSearch({
    send: (frame) => {
      if (online.peek() && frame.t === 'search') sent.push(frame)
      return online.peek()
    },
    found,
    online,
  })
  const answer = (n: number, messages: string[], nextCursor: string | null = null) => {
    found.value = { t: 'found', n, items: messages.map(hit), nextCursor, near: false }
  }
  const shown = () => search.items.value.map(({ message }) => message)
  return { search, sent, online, answer, shown }
}

it('shows the answer to the last question only, and keeps what it shows until then', () => {
  const { search, sent, answer, shown } = page()
  search.look('ra')
  answer(sent[0]!.n, ['ra'])
  search.look('rai')
  expect([shown(), search.state.value]).toEqual([['ra'], 'asking'])
  search.look('rain')
  answer(sent[1]!.n, ['rai'])
  expect(shown()).toEqual(['ra'])
  answer(sent[2]!.n, ['rain'])
  expect([shown(), search.state.value]).toEqual([['rain'], 'known'])
  search.look(' ')
  expect([shown(), search.state.value, sent.length]).toEqual([[], 'idle', 3])
})

it('asks again when it is narrowed, and fetches each further page once', () => {
  const { search, sent, answer, shown } = page()
  search.look('rain')
  answer(sent[0]!.n, ['a'], 'next')
  search.more()
  search.more()
  expect(sent).toHaveLength(2)
  expect(sent[1]).toMatchObject({ query: 'rain', cursor: 'next' })
  answer(sent[1]!.n, ['b'])
  search.more()
  expect([shown(), sent.length]).toEqual([['a', 'b'], 2])
  search.narrow({ role: 'user', model: 'm' })
  search.narrow({ role: undefined })
  expect(sent.at(-1)?.filters).toEqual({ model: 'm' })
  search.widen()
  expect(sent.at(-1)?.filters).toEqual({})
})

it('waits for the connection and then asks by itself', () => {
  const { search, sent, online, answer, shown } = page()
  online.value = false
  search.look('rain')
  expect([search.state.value, sent]).toEqual(['waiting', []])
  online.value = true
  answer(sent[0]!.n, ['rain'])
  expect([shown(), search.state.value]).toEqual([['rain'], 'known'])
})
