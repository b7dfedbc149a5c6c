import { beforeEach, expect, it, vi } from 'vitest'
import { keepEdit, recallEdit } from '../../src/web/models/edit-draft.ts'

beforeEach(() => {
  const held = new Map<string, string>()
  vi.stubGlobal(
    'localStorage',
    new Proxy(
      {
        getItem: (key: string) => held.get(key) ?? null,
        setItem: (key: string, value: string) => void held.set(key, value),
        removeItem: (key: string) => void held.delete(key),
      },
      {
        ownKeys: () => [...held.keys()],
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      },
    ),
  )
})

it('new words are kept by their message until they are done, and only so many', () => {
  keepEdit('a', 'two words')
  expect(recallEdit('a')).toBe('two words')
  expect(recallEdit('b')).toBe(null)
  keepEdit('a', null)
  expect(recallEdit('a')).toBe(null)
  vi.useFakeTimers()
  for (let n = 0; n < 40; n++) {
    vi.setSystemTime(1000 + n)
    keepEdit(`m${n}`, `w${n}`)
  }
  vi.useRealTimers()
  expect(recallEdit('m9')).toBe(null)
  expect(recallEdit('m10')).toBe('w10')
  expect(recallEdit('m39')).toBe('w39')
})
