import { describe, expect, it } from 'vitest'
import { filterOf } from '../../src/durable/gateway/filter.ts'
import { asksForPerson, filled } from '../../src/durable/gateway/placeholders.ts'
import { Cooldowns, candidates, FALLS_OVER, RetryBudget } from '../../src/durable/gateway/route.ts'
import { patternOf } from '../../src/shared/config/pattern.ts'
import { ERRORS, type ErrorCode } from '../../src/shared/errors.ts'

const A = { endpoint: 'a', model: 'm' }
const B = { endpoint: 'b', model: 'm' }
const C = { endpoint: 'c', model: 'm' }
const nobody = () => false

describe('who is asked', () => {
  it('the picked one, then the fallbacks in their order, each once', () => {
    expect(candidates(A, { fallback: [B, C, B, A] }, nobody, 0.9)).toEqual([A, B, C])
  })

  it('those who share the work, by weight', () => {
    const detours = { own: 1, balance: [{ ...B, weight: 3 }] }
    const first = (random: number) => candidates(A, detours, nobody, random)[0]
    expect([0, 0.24, 0.26, 0.99].map(first)).toEqual([A, A, B, B])
    expect(candidates(A, detours, nobody, 0)).toEqual([A, B])
  })

  it('whoever is left alone comes last, and is asked when there is nobody else', () => {
    const resting = (one: typeof A) => one.endpoint === 'a'
    expect(candidates(A, { fallback: [B] }, resting, 0)).toEqual([B, A])
    expect(candidates(A, {}, () => true, 0)).toEqual([A])
  })
})

describe('which failures fall over', () => {
  // The table of what may, in words that a reader can check.
  const MAY: ErrorCode[] = [
    'model_rate_limited',
    'model_unavailable',
    'model_unreachable',
    'model_stalled',
    'model_cut',
    'model_malformed',
    'model_quota',
    'model_key',
    'model_not_found',
    'model_not_downloaded',
    'model_not_downloaded',
  ]
  it.each(Object.keys(ERRORS) as ErrorCode[])('%s', (code) => {
    expect(FALLS_OVER[code] !== undefined).toBe(MAY.includes(code))
  })
})

describe('a model that failed', () => {
  it('is left alone as long as it says, or longer each time', () => {
    const cool = new Cooldowns()
    cool.failed(A, { code: 'model_rate_limited', retryAfterMs: 1500 }, 0)
    expect(cool.of(A, 1499)).toMatchObject({ code: 'model_rate_limited', retryAfterMs: 1 })
    expect(cool.of(A, 1500)).toBeNull()
    cool.failed(A, { code: 'model_unavailable' }, 2000)
    expect(cool.of(A, 2000)).toMatchObject({ retryAfterMs: 40_000 })
    for (let i = 0; i < 20; i++) cool.failed(A, { code: 'model_unavailable' }, 2000)
    expect(cool.of(A, 2000)?.retryAfterMs).toBeLessThanOrEqual(640_000)
    cool.answered(A)
    expect(cool.of(A, 2001)).toBeNull()
  })

  it('is not left alone for what was wrong with the question', () => {
    const cool = new Cooldowns()
    cool.failed(A, { code: 'model_bad_request' }, 0)
    cool.failed(A, { code: 'model_context' }, 0)
    expect(cool.of(A, 1)).toBeNull()
  })

  it('is asked again at most ten times at once, and one time in ten', () => {
    const budget = new RetryBudget()
    for (let i = 0; i < 100; i++) budget.first(A)
    expect(Array.from({ length: 50 }, () => budget.again(A)).filter(Boolean)).toHaveLength(10)
    for (let i = 0; i < 30; i++) budget.first(A)
    expect(Array.from({ length: 50 }, () => budget.again(A)).filter(Boolean).length).toBeCloseTo(3, -1)
    expect(budget.again(B)).toBe(true)
  })
})

describe('what is held back', () => {
  const filter = filterOf({
    customPatterns: [{ id: 'staff', label: 'a staff number', regex: '(?i)\\bstaff-\\d{4}\\b' }],
  })!

  it.each([
    ['my key is sk-abcdefghijklmnop1234', 'a secret key (sk-…)'],
    ['Authorization: Bearer abcdefghijklmnop123', 'a bearer token'],
    ['x-api-key: 0123456789abcdef', 'an API key'],
    ['ask STAFF-1234 about it', 'a staff number'],
    [`${'x '.repeat(30_000)}staff-1234`, 'a staff number'],
  ])('%.40s', (text, what) => expect(filter(text)).toBe(what))

  it('nothing else', () => {
    expect(filter('What is a bearer token, and is sk-1 a key?')).toBeNull()
    expect(filterOf(undefined)).toBeNull()
    expect(filterOf({ starterPatterns: [] })!('sk-abcdefghijklmnop1234')).toBeNull()
  })

  it('patterns are those of RE2, as far as JavaScript knows them', () => {
    expect(patternOf('(?i)abc')?.test('ABC')).toBe(true)
    expect(patternOf('\\p{L}+')?.test('ä')).toBe(true)
    expect(patternOf('a\\-b')?.test('a-b')).toBe(true)
    expect(patternOf('(')).toBeNull()
  })
})

describe('placeholders', () => {
  const about = {
    user: { id: 'u1', name: 'Zoë 北', email: 'z@example.org', role: 'USER' },
    conversation: 'c1',
    parent: 'p1',
    message: 'm1',
  }
  const endpoint = {
    id: 'x',
    label: 'X',
    provider: 'custom',
    baseURL: 'https://x.example/{{LIBRECHAT_USER_ID}}/v1',
    models: { default: [], fetch: false },
    headers: {
      'x-user': '{{LIBRECHAT_USER_EMAIL}}',
      'x-name': '{{ LIBRECHAT_USER_NAME }}',
      'x-chat':
        '{{LIBRECHAT_BODY_CONVERSATIONID}}/{{LIBRECHAT_BODY_PARENTMESSAGEID}}/{{LIBRECHAT_BODY_MESSAGEID}}',
      'x-token': 'Bearer {{LIBRECHAT_OPENID_ACCESS_TOKEN}}',
      'x-plain': '{{something else}}',
    },
  }

  it('are filled for the person and the conversation', () => {
    expect(asksForPerson(endpoint)).toBe(true)
    expect(filled(endpoint, about)).toMatchObject({
      baseURL: 'https://x.example/u1/v1',
      headers: {
        'x-user': 'z@example.org',
        'x-name': `b64:${Buffer.from('Zoë 北').toString('base64')}`,
        'x-chat': 'c1/p1/m1',
        'x-token': 'Bearer ',
        'x-plain': '{{something else}}',
      },
    })
    expect(asksForPerson({ ...endpoint, baseURL: 'https://x.example', headers: { a: '{{b}}' } })).toBe(false)
  })

  it('cannot break out of their header', () => {
    const user = { ...about.user, name: 'a\r\nx-evil: 1' }
    expect(filled(endpoint, { ...about, user }).headers?.['x-name']).toBe('a x-evil: 1')
  })
})
