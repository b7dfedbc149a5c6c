import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { type FilePart, previewOf } from '../../src/shared/parts.ts'
import type { ClientFrame } from '../../src/shared/protocol.ts'
import { createAttached } from '../../src/web/models/attached.ts'
import { createCarrying } from '../../src/web/models/conversation-carrying.ts'
import { dropText, heldText, holdText } from '../../src/web/models/file-texts.ts'
import { Outbox, type Unsent } from '../../src/web/models/outbox.ts'

const store = new Map<string, string>()

beforeEach(() => {
  store.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => store.set(key, value),
    removeItem: (key: string) => store.delete(key),
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const LONG = 'word '.repeat(200_000)

function part(text: string): FilePart {
  return {
    type: 'file',
    id: newId(),
    name: 'a.txt',
    mime: 'text/plain',
    size: text.length,
    preview: previewOf(text),
  }
}

function message(...parts: Extract<Unsent, { t: 'send' }>['parts']): Unsent {
  return { t: 'send', id: newId(), reply: newId(), parent: null, parts, pick: { endpoint: 'a', model: 'b' } }
}

function carrying(up = true) {
  const outbox = new Outbox('c')
  const sent: ClientFrame[] = []
  const deps = { outbox, wanted: () => true, carried: () => {} }
  const send = (frame: ClientFrame) => up && sent.push(frame) > 0
  return { outbox, sent, ...createCarrying({ ...deps, send }) }
}

it('what is in a file goes before its message, in pieces that make the whole', () => {
  const { sent, one } = carrying()
  const file = part(LONG)
  holdText(file.id, LONG)
  expect(one(message(file))).toBe(true)
  expect(sent.map(({ t }) => t)).toEqual(['file', 'file', 'file', 'send'])
  let whole = ''
  for (const frame of sent) {
    if (frame.t !== 'file') continue
    expect(frame.at).toBe(whole.length)
    whole += frame.text
  }
  expect(whole).toBe(LONG)
  dropText(file.id)
})

it('what waits goes in its order, also while files of an earlier page are fetched', async () => {
  const { outbox, sent, one, all } = carrying()
  const first = message(part('lost'))
  const second = message({ type: 'text', text: 'then this' })
  outbox.add(first)
  const done = all()
  outbox.add(second)
  expect(one(second)).toBe(false)
  expect(sent).toEqual([])
  await done
  // Nothing is kept of the first: the server says so. The second is not held up by that.
  expect(sent).toEqual([first, second])
})

it('what is attached survives the page, moves with its conversation, and is forgotten when it is taken away', () => {
  const attached = createAttached('new')
  const file = part('hello')
  attached.add(file, 'hello')
  attached.moveTo('c')
  expect(createAttached('new').files.value).toEqual([])
  expect(createAttached('c').files.value).toEqual([file])
  expect(attached.take()).toEqual([file])
  expect(createAttached('c').files.value).toEqual([])
  attached.giveBack([file])
  attached.remove(file.id)
  expect(heldText(file.id)).toBeUndefined()
})
