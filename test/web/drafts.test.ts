/** Drafts on two devices, against what the person's object does with them. */
import { type Signal, signal } from '@preact/signals'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { migrate } from '../../src/durable/sql.ts'
import { draftOf, onDraft, serveDraft } from '../../src/durable/user/drafts.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import { newId } from '../../src/shared/ids.ts'
import type { FilePart } from '../../src/shared/parts.ts'
import type { UserClientFrame, UserFrame } from '../../src/shared/protocol.ts'
import { createAttached } from '../../src/web/models/attached.ts'
import { bringAll } from '../../src/web/models/attached-bring.ts'
import { ComposerModel } from '../../src/web/models/composer.ts'
import type { ConversationModel } from '../../src/web/models/conversation.ts'
import { followDrafts } from '../../src/web/models/drafts.ts'
import { useOffered } from '../../src/web/models/drafts-offered.ts'
import { dropText, heldText } from '../../src/web/models/file-texts.ts'
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

type Told = Extract<UserFrame, { t: 'draft' | 'draft-kept' | 'draft-file' }>

/** A browser of its own, with the field in focus or not. */
function device(of = 'new') {
  const { storage } = fakePage()
  vi.stubGlobal('dispatchEvent', () => true)
  const focus = { on: false }
  const listeners = { addEventListener() {}, removeEventListener() {} }
  const page = { ...listeners, hasFocus: () => focus.on, activeElement: { matches: () => true } }
  vi.stubGlobal('document', page)
  const composer = new ComposerModel(of)
  const attached = createAttached(of)
  const temporary = signal(false)
  const conversation = signal({ composer, attached, temporary } as unknown as ConversationModel)
  const online = signal(true)
  const draft = signal<Told | null>(null)
  const sent: UserClientFrame[] = []
  const one = { storage, focus, page, composer, attached, temporary, online, draft, sent, end: () => {} }
  const send = (frame: UserClientFrame) => {
    if (!online.peek()) return false
    sent.push(frame)
    if (frame.t !== 'draft' && frame.t !== 'draft-ask' && frame.t !== 'draft-file') return true
    const { mine, others } = onDraft(sql, frame, Date.now())
    setTimeout(() => {
      if (!online.peek()) return
      vi.stubGlobal('document', page)
      draft.value = mine as Told
      for (const other of pages) {
        vi.stubGlobal('document', other.page)
        if (others && other !== one && other.online.peek()) other.draft.value = others as Told
      }
    }, 1)
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
    useOffered(b)
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

describe('the files of a draft on two devices', () => {
  const file = (text: string): FilePart => ({
    type: 'file',
    id: newId(),
    name: 'notes.txt',
    mime: 'text/plain',
    size: new TextEncoder().encode(text).length,
    preview: text.slice(0, 300),
  })
  const stored = async (of: string, { id }: FilePart) => {
    const answer = serveDraft(sql, new Request(`https://object/?draft=${of}&file=${id}`))
    return answer.ok ? await answer.text() : answer.status
  }
  const pieces = (one: ReturnType<typeof device>) =>
    one.sent.flatMap((frame) => (frame.t === 'draft-file' ? [frame.at] : []))
  /** Two pieces and a bit; a character of two units lies across an end. */
  const LONG = `${'x'.repeat(199_999)}😀${'y'.repeat(200_000)}`

  it('come to the other one with the text, and are brought to the server piece by piece', async () => {
    const [a, b] = [device(), device()]
    await pass(10)
    const one = file(LONG)
    a.composer.text.value = 'Look'
    a.attached.add(one, LONG)
    await pass(2000)
    expect(b.attached.files.value).toEqual([one])
    expect(b.composer.text.value).toBe('Look')
    expect(pieces(a)).toEqual([0, 199_999, 399_999])
    expect(pieces(b)).toEqual([])
    expect(b.attached.coming.value.size).toBe(0)
    expect(await stored('new', one)).toBe(LONG)
  })

  it('go on where they were when the connection comes back', async () => {
    const a = device()
    await pass(10)
    const one = file(LONG)
    a.attached.add(one, LONG)
    await pass(1001)
    a.online.value = false
    expect(await stored('new', one)).toBe(404)
    const before = pieces(a).length
    expect(before).toBeGreaterThan(0)
    await pass(1000)
    a.online.value = true
    await pass(1000)
    expect(await stored('new', one)).toBe(LONG)
    // The word on the first piece was lost; the piece was not.
    expect(pieces(a).slice(before)).toEqual([199_999, 399_999])
  })

  it('are gone everywhere when they are sent, and what is in them with them', async () => {
    const [a, b] = [device(), device()]
    await pass(10)
    const one = file('short')
    a.attached.add(one, 'short')
    await pass(2000)
    b.attached.take()
    await pass(2000)
    expect(a.attached.files.value).toEqual([])
    expect(await stored('new', one)).toBe(404)
  })

  it('are offered with the text where somebody is writing, and come with it', async () => {
    const [a, b] = [device(), device()]
    await pass(10)
    const [mine, theirs] = [file('mine'), file('theirs')]
    b.online.value = false
    b.attached.add(mine, 'mine')
    a.attached.add(theirs, 'theirs')
    await pass(2000)
    b.online.value = true
    await pass(2000)
    expect(b.attached.files.value).toEqual([mine])
    expect(b.composer.offered.value).toBe('')
    expect(b.attached.offered.value).toEqual([theirs])
    useOffered(b)
    expect(b.attached.files.value).toEqual([theirs])
    expect(b.attached.offered.value).toEqual([mine])
    expect(heldText(mine.id)).toBe('mine')
    await pass(2000)
    expect(await stored('new', theirs)).toBe('theirs')
  })

  it('of a temporary chat never leave the browser', async () => {
    const a = device()
    await pass(10)
    a.temporary.value = true
    a.attached.add(file('between us'), 'between us')
    await pass(5000)
    expect(JSON.stringify(a.sent)).not.toContain('between us')
    // What was on its way is taken back.
    const b = device('01930000-0000-7000-8000-000000000002')
    const one = file(LONG)
    b.attached.add(one, LONG)
    await pass(1001)
    b.temporary.value = true
    const before = pieces(b).length
    await pass(3000)
    expect(pieces(b).length).toBe(before)
    expect(sql.all('SELECT * FROM draft_file')).toEqual([])
    expect(sql.all('SELECT * FROM draft_text')).toEqual([])
  })

  it('that find no room stay on their device, and are told from the others', async () => {
    const [a, b] = [device(), device()]
    await pass(10)
    const five = Array.from({ length: 5 }, () => ({ ...file('x'), size: 5_000_000 }))
    for (const one of five) a.attached.add(one, 'x')
    await pass(3000)
    expect([...a.attached.alone.value]).toEqual([five[4]!.id])
    expect(a.attached.files.value).toHaveLength(5)
    expect(b.attached.files.value).toEqual(five.slice(0, 4))
    // It is sent on the other: what was not, is still here.
    b.attached.take()
    await pass(3000)
    expect(a.attached.files.value).toEqual([five[4]])
  })

  it('are fetched before they are sent, as soon as that can be; not when the message was changed', async () => {
    const a = device()
    const [one, two] = [file('one'), file('two')]
    a.attached.replace([one])
    dropText(one.id)
    let reachable = false
    vi.stubGlobal('fetch', async (path: string) => {
      if (!reachable) throw new TypeError('offline')
      return new Response(path.includes(one.id) ? 'one' : 'two')
    })
    const whole = bringAll(a, () => true)
    await pass(1)
    expect(a.attached.isWhole()).toBe(false)
    reachable = true
    await pass(6000)
    expect(await whole).toBe(true)
    expect(heldText(one.id)).toBe('one')
    reachable = false
    a.attached.replace([two])
    const other = bringAll(a, () => true)
    a.composer.text.value = 'wait'
    reachable = true
    await pass(6000)
    expect(await other).toBe(false)
  })
})
