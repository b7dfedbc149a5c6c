/** Drafts on two devices, against what the person's object does with them. */
import { type Signal, signal } from '@preact/signals'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { migrate } from '../../src/durable/sql.ts'
import { draftOf, onDraft } from '../../src/durable/user/drafts.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import type { UserClientFrame, UserFrame } from '../../src/shared/protocol.ts'
import { ComposerModel } from '../../src/web/models/composer.ts'
import type { ConversationModel } from '../../src/web/models/conversation.ts'
import { followDrafts } from '../../src/web/models/drafts.ts'
import { nodeSql } from '../support/sql.ts'
import { fakePage } from './fake-page.ts'

let sql: ReturnType<typeof nodeSql>
let pages: { page: object; online: Signal<boolean>; draft: Signal<Told | null> }[]

beforeEach(() => {
  vi.useFakeTimers()
  sql = nodeSql()
  migrate(sql, SCHEMA)
  pages = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

type Told = Extract<UserFrame, { t: 'draft' | 'draft-kept' }>

/** A browser of its own, with the field in focus or not. */
function device(of = 'new') {
  const { storage } = fakePage()
  const focus = { on: false }
  const listeners = { addEventListener() {}, removeEventListener() {} }
  const page = { ...listeners, hasFocus: () => focus.on, activeElement: { matches: () => true } }
  vi.stubGlobal('document', page)
  const composer = new ComposerModel(of)
  const temporary = signal(false)
  const conversation = signal({ composer, temporary } as unknown as ConversationModel)
  const online = signal(true)
  const draft = signal<Told | null>(null)
  const sent: UserClientFrame[] = []
  const one = { storage, focus, page, composer, temporary, online, draft, sent, end: () => {} }
  const send = (frame: UserClientFrame) => {
    if (!online.peek()) return false
    sent.push(frame)
    if (frame.t !== 'draft' && frame.t !== 'draft-ask') return true
    const { mine, others } = onDraft(sql, frame, Date.now())
    queueMicrotask(() => {
      vi.stubGlobal('document', page)
      draft.value = mine as Told
      for (const other of pages) {
        vi.stubGlobal('document', other.page)
        if (others && other !== one && other.online.peek()) other.draft.value = others as Told
      }
    })
    return true
  }
  one.end = followDrafts({ conversation, link: { online, draft, send } })
  pages.push(one)
  return one
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a draft on two devices', () => {
  it('comes to the other one a moment after it was typed', async () => {
    const [a, b] = [device(), device()]
    await pass(10)
    a.composer.text.value = 'Hel'
    a.composer.text.value = 'Hello'
    await pass(500)
    expect(b.composer.text.value).toBe('')
    await pass(1000)
    expect(b.composer.text.value).toBe('Hello')
    expect(a.sent.filter(({ t }) => t === 'draft')).toHaveLength(1)
    expect(b.sent.filter(({ t }) => t === 'draft')).toHaveLength(0)
  })

  it('that is sent is a draft nowhere, also where it is in focus', async () => {
    const [a, b] = [device(), device()]
    a.composer.text.value = 'Hello'
    await pass(2000)
    b.focus.on = true
    a.composer.take()
    await pass(2000)
    expect(b.composer.text.value).toBe('')
    expect(draftOf(sql, 'new').text).toBe('')
  })

  it('is offered, not shown, where somebody is writing', async () => {
    const [a, b] = [device(), device()]
    b.focus.on = true
    b.composer.text.value = 'mine'
    await pass(2000)
    a.composer.text.value = 'mine, from the other'
    await pass(2000)
    expect(b.composer.text.value).toBe('mine')
    expect(b.composer.offered.value).toBe('mine, from the other')
    b.composer.useOffered()
    expect(b.composer.text.value).toBe('mine, from the other')
    expect(b.composer.offered.value).toBe('mine')
  })

  it('written without a connection meets what was written meanwhile, and both stay', async () => {
    const [a, b] = [device(), device()]
    a.online.value = false
    a.composer.text.value = 'on the train'
    b.composer.text.value = 'at the desk'
    await pass(2000)
    a.online.value = true
    await pass(2000)
    expect(a.composer.text.value).toBe('on the train')
    expect(a.composer.offered.value).toBe('at the desk')
    expect(draftOf(sql, 'new').text).toBe('at the desk')
    // Its writer goes on: theirs is the newer one.
    a.composer.text.value = 'on the train, still'
    await pass(2000)
    expect(draftOf(sql, 'new').text).toBe('on the train, still')
    expect(a.composer.offered.value).toBe('at the desk')
  })

  it('written without a connection goes out when it is back', async () => {
    const a = device()
    a.online.value = false
    a.composer.text.value = 'on the train'
    await pass(2000)
    a.online.value = true
    await pass(2000)
    expect(draftOf(sql, 'new').text).toBe('on the train')
  })

  it('of a new chat is none any more when the chat has begun', async () => {
    const a = device()
    a.composer.text.value = 'Hello'
    await pass(2000)
    const id = '01930000-0000-7000-8000-000000000001'
    a.composer.moveTo(id)
    a.composer.take()
    await pass(2000)
    expect(draftOf(sql, 'new').text).toBe('')
    expect(draftOf(sql, id).text).toBe('')
  })

  it('of a temporary chat never leaves the browser', async () => {
    const a = device()
    a.composer.text.value = 'Hello'
    await pass(2000)
    a.temporary.value = true
    await pass(2000)
    expect(draftOf(sql, 'new').text).toBe('')
    a.composer.text.value = 'between us'
    await pass(5000)
    expect(JSON.stringify(a.sent)).not.toContain('between us')
  })

  it('that is too long to travel stays where it is', async () => {
    const a = device()
    a.composer.text.value = 'x'.repeat(100_001)
    await pass(2000)
    expect(a.sent.filter(({ t }) => t === 'draft')).toEqual([])
  })
})
