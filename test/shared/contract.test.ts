import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { targetOf } from '../../src/durable/room/draft.ts'
import { applyDelta, lengthsOf, tailOf } from '../../src/shared/delta.ts'
import { ERRORS } from '../../src/shared/errors.ts'
import { Id, isId, newId } from '../../src/shared/ids.ts'
import type { Part } from '../../src/shared/parts.ts'
import { ClientFrame } from '../../src/shared/protocol.ts'
import { estimateTokens } from '../../src/shared/tokens.ts'
import { Random } from '../fuzz/random.ts'

describe('ids', () => {
  it('are UUIDs of version 7 that sort by time', () => {
    const ids = [1, 1000, 1_700_000_000_000, 2 ** 47].map((ms) => newId(ms))
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(Array.from({ length: 1000 }, () => newId(5))).size).toBe(1000)
  })

  it('have one canonical form, made before anything is looked up', () => {
    const id = newId()
    expect(v.parse(Id, id.toUpperCase())).toBe(id)
    expect(isId(id.toUpperCase())).toBe(false)
    for (const bad of ['', '../x', `${id} `, id.slice(1), `{${id}}`]) expect(v.is(Id, bad)).toBe(false)
  })
})

describe('deltas', () => {
  const parts: Part[] = [
    { type: 'thinking', text: 'so 🌊', ms: 12, signature: 'x' },
    { type: 'text', text: 'hello wörld' },
    { type: 'source', url: 'https://a.example/', title: 'A' },
  ]

  it('[DR2] any prefix and its tail make the whole', () => {
    const random = new Random(7)
    for (let run = 0; run < 300; run++) {
      const held = parts.slice(0, random.below(4)).map((part): Part => {
        if (!('text' in part)) return { ...part }
        return { type: part.type, text: part.text.slice(0, random.below(part.text.length + 1)) }
      })
      const target = targetOf(held)
      expect(tailOf(parts, lengthsOf(held)).every((delta) => applyDelta(target, delta))).toBe(true)
      expect(held).toEqual(parts)
    }
  })

  it('[DR3] overlap is trimmed, a gap is told and changes nothing', () => {
    const held: Part[] = [{ type: 'text', text: 'abc' }]
    const target = targetOf(held)
    expect(applyDelta(target, { k: 'text', n: 0, at: 1, s: 'bcd' })).toBe(true)
    expect(applyDelta(target, { k: 'text', n: 0, at: 0, s: 'ab' })).toBe(true)
    expect(applyDelta(target, { k: 'text', n: 0, at: 6, s: 'late' })).toBe(false)
    expect(applyDelta(target, { k: 'text', n: 1, at: 0, s: 'lost' })).toBe(false)
    expect(applyDelta(target, { k: 'open', n: 3, part: { type: 'text', text: '' } })).toBe(false)
    expect(held).toEqual([{ type: 'text', text: 'abcd' }])
  })
})

describe('the protocol', () => {
  it('takes what the page sends, and drops what it does not know', () => {
    const id = newId()
    const frame = {
      t: 'send',
      id,
      reply: newId(),
      parent: null,
      parts: [{ type: 'text', text: 'x', html: '<b>' }],
      pick: { endpoint: 'a', model: 'b', key: 's' },
      owner: 'me',
    }
    const parsed = v.parse(ClientFrame, frame)
    expect(parsed).not.toHaveProperty('owner')
    expect(JSON.stringify(parsed)).not.toMatch(/html|key/)
  })

  it('every error has a status of its own kind', () => {
    for (const [code, { status }] of Object.entries(ERRORS)) {
      expect(status, code).toBeGreaterThanOrEqual(400)
      expect(status, code).toBeLessThan(600)
    }
  })
})

it('an estimate of tokens grows with wide characters', () => {
  expect(estimateTokens('')).toBe(0)
  expect(estimateTokens('abcdefgh')).toBe(2)
  expect(estimateTokens('日本語')).toBe(3)
})
