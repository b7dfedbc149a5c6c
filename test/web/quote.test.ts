import { describe, expect, it } from 'vitest'
import { quoted } from '../../src/web/views/quote.ts'

describe('a quote', () => {
  it('stands on lines of its own, with room to write below', () => {
    expect(quoted('one\n\ntwo ', '', 0)).toBe('> one\n>\n> two\n\n')
    expect(quoted('q', 'hello', 5)).toBe('\n\n> q\n\n')
    expect(quoted('q', 'hello\n', 6)).toBe('\n> q\n\n')
    expect(quoted('q', 'hello\n\n', 7)).toBe('> q\n\n')
    expect(quoted('q', 'hello world', 5)).toBe('\n\n> q\n\n')
  })
})
