import { describe, expect, it } from 'vitest'
import { fullName, isName, isSameModel, mayDownload, nameIn } from '../../src/shared/ollama.ts'

describe('the name of a model to download', () => {
  it.each([
    'llama3.2',
    'llama3.2:1b',
    'mannix/llama3.1-8b-abliterated:q4_K_M',
    'hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M',
    'a',
  ])('%s is one', (name) => {
    expect(isName(name)).toBe(true)
  })

  it.each([
    '',
    ' ',
    'llama 3',
    'http://evil.example/x/y',
    'evil.example/x/y',
    'evil.example:8080/x/y',
    '10.0.0.1/x/y',
    'localhost/x/y',
    'hf.co/onlyname',
    'a/b/c',
    '../x',
    '-x',
    'x:',
    'x:y:z',
    'x\ny',
    'x?y=1',
    `x${'y'.repeat(80)}`,
  ])('%j is none', (name) => {
    expect(isName(name)).toBe(false)
  })

  it.each([
    [' ollama run llama3.2:1b ', 'llama3.2:1b'],
    ['ollama pull qwen3', 'qwen3'],
    ['https://ollama.com/library/qwen3', 'qwen3'],
    ['https://ollama.com/library/qwen3:8b', 'qwen3:8b'],
    ['ollama.com/mannix/x/tags', 'mannix/x'],
    ['https://huggingface.co/a/b', 'huggingface.co/a/b'],
  ])('is found in %j', (text, name) => {
    expect(nameIn(text)).toBe(name)
  })

  it('without a tag is the latest', () => {
    expect(fullName('x')).toBe('x:latest')
    expect(fullName('x:1b')).toBe('x:1b')
    expect(isSameModel('X', 'x:latest')).toBe(true)
    expect(isSameModel('x', 'x:1b')).toBe(false)
  })

  it('is for administrators', () => {
    expect([mayDownload('ADMIN'), mayDownload('USER'), mayDownload(undefined)]).toEqual([true, false, false])
  })
})
