import { describe, expect, it } from 'vitest'
import { transcript } from '../../src/web/views/copy.ts'

describe('a whole conversation as Markdown', () => {
  it('names who says what, and leaves out who says nothing', () => {
    const said = [
      { role: 'user' as const, text: 'What is it?\n' },
      { role: 'assistant' as const, text: '**This**' },
      { role: 'assistant' as const, text: ' ' },
    ]
    expect(transcript('A title', said)).toBe('# A title\n\n## You\n\nWhat is it?\n\n## Answer\n\n**This**\n')
    expect(transcript(null, [])).toBe('\n')
  })
})
