import { expect, it } from 'vitest'
import { planOf } from '../../src/durable/room/context.ts'
import { adopt, copyOf } from '../../src/durable/room/copy.ts'
import { Files, fileOf } from '../../src/durable/room/files.ts'
import { newsOf } from '../../src/durable/room/news.ts'
import { serve } from '../../src/durable/room/serve.ts'
import { Store } from '../../src/durable/room/store.ts'
import { newId } from '../../src/shared/ids.ts'
import { type FilePart, previewOf, textOf } from '../../src/shared/parts.ts'
import type { Takes } from '../../src/shared/prices.ts'
import { DOT_PNG, EMPTY_PDF, sizeOf } from '../support/pictures.ts'
import { nodeSql } from '../support/sql.ts'
import { ANN, BOB, PICK, type Reader, settle, type World, world } from './harness.ts'

/** More than one row of it, and less than a model is sent. */
const NOTES = Array.from(
  { length: 12_000 },
  (_, n) => `line ${n} ünïcode, plain${n % 100 ? '' : ' 🙂'}`,
).join('\n')

function partOf(text: string, name = 'notes.txt'): FilePart {
  const size = new TextEncoder().encode(text).length
  return { type: 'file', id: newId(), name, mime: 'text/plain', size, preview: previewOf(text) }
}

function upload(w: World, ann: Reader, part: FilePart, text: string): void {
  for (let at = 0; at < text.length; at += 300_001)
    w.frame(ann, { t: 'file', id: part.id, at, text: text.slice(at, at + 300_001) })
}

function send(w: World, ann: Reader, parts: object[], parent: string | null = null) {
  const [id, reply] = [newId(), newId()]
  w.frame(ann, { t: 'send', id, reply, parent, parts, pick: PICK })
  return { id, reply }
}

function begun(text = NOTES) {
  const w = world()
  const ann = w.join()
  const part = partOf(text)
  upload(w, ann, part, text)
  const sent = send(w, ann, [{ type: 'text', text: 'Read this.' }, part])
  return { w, ann, part, ...sent }
}

it('[FI1] a file comes in pieces, is stored with its message, and is read whole by the model alone', () => {
  const { w, ann, part, id } = begun()
  expect(ann.frames.at(-1)).toMatchObject({ t: 'ack', id })
  expect(fileOf(w.store, part.id)?.text).toBe(NOTES)
  const rows = w.sql.all<{ bytes: number }>('SELECT length(CAST(text AS BLOB)) AS bytes FROM file_text')
  expect(rows.length).toBeGreaterThan(1)
  for (const { bytes } of rows) expect(bytes).toBeLessThan(1_000_000)
  const asked = textOf(w.model.calls[0]!.call.turns[0]!.parts)
  expect(asked).toContain('Read this.')
  expect(asked).toContain('File: notes.txt')
  expect(asked.endsWith(`${NOTES}\n\`\`\``)).toBe(true)
  const other = w.join()
  expect(JSON.stringify(other.frames[0]).length).toBeLessThan(3000)
})

it('[FI1] what is larger than the budget is cut at its end, and the model is told', () => {
  const { w, ann, reply } = begun('word '.repeat(200_000))
  const asked = textOf(w.model.calls[0]!.call.turns[0]!.parts)
  expect(asked).toMatch(/Its last \d+ characters did not fit/)
  w.room.answers.stop(reply)
  w.frame(ann, { t: 'context', leaf: reply, pick: PICK })
  expect(ann.frames.at(-1)).toMatchObject({ use: { cut: ['notes.txt'], budget: 100_000 } })
})

it('[FI1] a message whose file is not all here is refused, and so is what is no text', () => {
  const w = world()
  const ann = w.join()
  const part = partOf(NOTES)
  const refused = () => expect(ann.frames.at(-1)).toMatchObject({ t: 'error' })
  send(w, ann, [part])
  refused()
  w.frame(ann, { t: 'file', id: part.id, at: 0, text: NOTES.slice(0, 1000) })
  send(w, ann, [part])
  refused()
  w.frame(ann, { t: 'file', id: part.id, at: 2000, text: 'gap' })
  refused()
  const odd = partOf('a\0b')
  upload(w, ann, odd, 'a\0b')
  send(w, ann, [odd])
  refused()
  expect(w.store.head).toBeNull()
  upload(w, ann, part, NOTES)
  send(w, ann, [part])
  expect(w.store.head?.title).toBe('notes.txt')
})

it('[FI1] nobody waits forever: what a session brought is forgotten with it', () => {
  const w = world()
  const ann = w.join()
  const part = partOf('hello')
  upload(w, ann, part, 'hello')
  w.leave(ann)
  const again = w.join({ ...ann.caller, sid: 'ann-2' })
  send(w, again, [part])
  expect(again.frames.at(-1)).toMatchObject({ t: 'error', code: 'conflict' })
})

it('[FI1] another version of a message can name the same file', () => {
  const { w, ann, part } = begun()
  const { id } = send(w, ann, [{ type: 'text', text: 'Again.' }, part])
  expect(ann.frames.filter((frame) => frame.t === 'ack').at(-1)).toMatchObject({ id })
})

it('[FI1] [CP1] a copy has its files; [SE2] the search knows their names and beginnings', () => {
  const { w, part } = begun()
  const copy = copyOf(w.store, w.room.answers, 'ann', { extent: 'all', start: false })
  if (!copy.ok) throw new Error(copy.fault.message)
  const store = new Store(nodeSql())
  expect(adopt(store, 'ann', copy.value, Date.now())).toMatchObject({ ok: true })
  expect(fileOf(store, part.id)?.text).toBe(NOTES)
  const text = newsOf(w.store)!.news.texts[0]!.text
  expect(text).toContain('notes.txt\nline 0')
  expect(text.length).toBeLessThan(21_000)
})

it('[FI1] [DE3] what is erased takes its files along, unless another message has them', async () => {
  const { w, ann, part, id } = begun()
  const second = send(w, ann, [{ type: 'text', text: 'Again.' }, part])
  w.frame(ann, { t: 'delete', id })
  w.sql.run('UPDATE message SET gone = 1 WHERE gone IS NOT NULL')
  w.sql.run('UPDATE file SET created = 1')
  w.room.tree.reap()
  expect(fileOf(w.store, part.id)).toBeDefined()
  w.frame(ann, { t: 'delete', id: second.id })
  w.sql.run('UPDATE message SET gone = 1 WHERE gone IS NOT NULL')
  w.room.tree.reap()
  expect(fileOf(w.store, part.id)).toBeUndefined()
  expect(w.sql.all('SELECT * FROM file_text')).toEqual([])
})

it('[FI1] [QU1] a message that waits has its file with it', async () => {
  const { w, ann, reply } = begun()
  const part = partOf('later')
  upload(w, ann, part, 'later')
  const [id, next] = [newId(), newId()]
  w.frame(ann, { t: 'send', id, reply: next, parent: reply, parts: [part], pick: PICK, when: 'queue' })
  expect(w.room.queue.items()).toMatchObject([{ id, parts: [part] }])
  w.room.tree.reap()
  await w.model.end()
  expect(textOf(w.model.calls.at(-1)!.call.turns.at(-1)!.parts)).toContain('File: notes.txt\n```\nlater\n```')
})

it('[FI1] what waits in memory is bounded in number and size, and belongs to who brought it', () => {
  const w = world()
  const ann = w.join()
  const bob = w.join(BOB)
  const [first] = Array.from({ length: 150 }, () => {
    const id = newId()
    w.frame(ann, { t: 'file', id, at: 0, text: 'x' })
    return id
  })
  expect(ann.frames.filter((frame) => frame.t === 'error')).toHaveLength(50)
  // Nobody else writes over it, nor begins it anew.
  w.frame(bob, { t: 'file', id: first, at: 0, text: 'y' })
  expect(bob.frames.at(-1)).toMatchObject({ t: 'error', code: 'conflict' })
  w.frame(ann, { t: 'file', id: first, at: 0, text: 'again' })
  w.leave(ann)
  const late = w.join()
  w.frame(late, { t: 'file', id: newId(), at: 0, text: 'x' })
  expect(late.frames.some((frame) => frame.t === 'error')).toBe(false)
})

it('[FI1] [QU1] a message that waits takes no file that is not here', () => {
  const { w, ann, reply } = begun('text of it')
  const [id, next] = [newId(), newId()]
  const parts = [{ type: 'text', text: 'later' }]
  w.frame(ann, { t: 'send', id, reply: next, parent: reply, parts, pick: PICK, when: 'queue' })
  const forged = { ...partOf('never sent'), name: 'forged.txt' }
  w.frame(ann, { t: 'queue-edit', id, parts: [forged] })
  expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'conflict', re: id })
  expect(JSON.stringify(w.room.queue.items())).not.toContain('forged')
  const part = partOf('brought')
  upload(w, ann, part, 'brought')
  w.frame(ann, { t: 'queue-edit', id, parts: [...parts, part] })
  expect(fileOf(w.store, part.id)?.text).toBe('brought')
})

it('[FI1] [CP1] a file that a message names twice is one, also in a copy', () => {
  const w = world()
  const ann = w.join()
  const part = partOf('twice')
  upload(w, ann, part, 'twice')
  send(w, ann, [part, part])
  const copy = copyOf(w.store, w.room.answers, 'ann', { extent: 'all', start: false })
  expect(copy.ok).toBe(true)
  const store = new Store(nodeSql())
  expect(adopt(store, 'ann', copy.ok ? structuredClone(copy.value) : (null as never), 1).ok).toBe(true)
  expect(fileOf(store, part.id)?.text).toBe('twice')
})

it('[FI1] files that the operator does not want there are refused, in their words', () => {
  const w = world({ barsFiles: () => ({ code: 'too_large', message: 'at most 1 files in one message' }) })
  const ann = w.join()
  const part = partOf('hello')
  upload(w, ann, part, 'hello')
  send(w, ann, [part])
  expect(ann.frames.at(-1)).toMatchObject({
    t: 'error',
    code: 'too_large',
    message: expect.stringContaining('at most 1'),
  })
  expect(w.store.head).toBeNull()
})

it('[FI1] files are counted before their message is taken, once, and what is said meanwhile keeps its place', async () => {
  let left = 1
  const counted: number[] = []
  const limits = async (_: unknown, { files }: { files: number }) => {
    counted.push(files)
    return left-- > 0 ? null : { code: 'rate_limited' as const, retryAfterMs: 60_000 }
  }
  const w = world({ limits })
  const ann = w.join()
  const part = partOf('hello')
  upload(w, ann, part, 'hello')
  const { id, reply } = send(w, ann, [part])
  w.frame(ann, { t: 'stop', reply })
  expect(w.store.head).toBeNull()
  await settle()
  expect(w.store.message(id)).toBeDefined()
  expect(w.store.message(reply)?.state).toBe('stopped')
  const second = send(w, ann, [part])
  await settle()
  expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'rate_limited', re: second.id })
  expect(w.store.message(second.id)).toBeUndefined()
  expect(counted).toEqual([1, 1])
})

it('[FI1] the files of refused messages take no room from those of the next', async () => {
  const refused = new Set(['one', 'two', 'three'])
  const limits = async (_: unknown, { messages }: { messages: number }) =>
    refused.size > 0 && messages > 0 ? { code: 'rate_limited' as const, retryAfterMs: 1 } : null
  const w = world({ limits } as never)
  const ann = w.join()
  const large = 'x'.repeat(4_900_000)
  for (const _ of refused) {
    const parts = [partOf(large), partOf(large)]
    for (const part of parts) upload(w, ann, part, large)
    const { id } = send(w, ann, parts)
    await settle()
    expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'rate_limited', re: id })
  }
  refused.clear()
  const last = partOf(large)
  upload(w, ann, last, large)
  const { id } = send(w, ann, [last])
  await settle()
  expect(w.store.message(id)).toBeDefined()
})

function mediaPart(data: string, mime = 'image/png', name = 'dot.png'): FilePart {
  return { type: 'file', id: newId(), name, mime, size: sizeOf(data), preview: '', width: 1, height: 1 }
}

function shown(data = DOT_PNG, mime = 'image/png', name = 'dot.png') {
  const w = world()
  const ann = w.join()
  const part = mediaPart(data, mime, name)
  upload(w, ann, part, data)
  const sent = send(w, ann, [{ type: 'text', text: 'What is this?' }, part])
  return { w, ann, part, ...sent }
}

it('[FI2] a picture goes to the model as it is, in its place, and counts in the context', () => {
  const { w, ann, part, reply } = shown()
  expect(w.model.calls[0]!.call.turns[0]!.parts).toEqual([
    { type: 'text', text: 'What is this?' },
    { type: 'media', mime: 'image/png', name: 'dot.png', data: DOT_PNG },
  ])
  w.frame(ann, { t: 'context', leaf: reply, pick: PICK })
  expect(ann.frames.at(-1)).toMatchObject({ use: { files: 1500, cut: [] } })
  expect(newsOf(w.store)!.news.texts[0]!.text).toBe('What is this?\n\ndot.png')
  const other = w.join()
  expect(JSON.stringify(other.frames[0])).toContain(part.id)
  expect(JSON.stringify(other.frames[0])).not.toContain(DOT_PNG)
})

it('[FI2] a picture is shown where it is, anything else is a download, and neither can do anything', async () => {
  const answerFor = ({ w, part }: ReturnType<typeof shown>) =>
    serve(w.room, w.store, new Request(`https://object/?file=${part.id}`))
  const picture = answerFor(shown())
  expect(btoa(String.fromCharCode(...(await picture.bytes())))).toBe(DOT_PNG)
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect(picture.headers.get('content-disposition')).toMatch(/^inline/)
  const paper = answerFor(shown(EMPTY_PDF, 'application/pdf', 'paper.pdf'))
  expect(paper.headers.get('content-type')).toBe('application/pdf')
  expect(paper.headers.get('content-disposition')).toMatch(/^attachment/)
  for (const { headers } of [picture, paper]) {
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})

it('[FI2] what is not what it says is refused', () => {
  const svg = btoa('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const odd: [string, string][] = [
    [svg, 'image/png'],
    [DOT_PNG, 'image/jpeg'],
    [EMPTY_PDF, 'audio/wav'],
    [`${DOT_PNG.slice(0, -4)}====`, 'image/png'],
    [DOT_PNG.slice(0, -1), 'image/png'],
    [DOT_PNG.replace('A', '\n'), 'image/png'],
  ]
  for (const [data, mime] of odd) {
    const w = world()
    const ann = w.join()
    const size = Math.max(1, Math.floor((data.length / 4) * 3 - (data.match(/=/g)?.length ?? 0)))
    const part = { ...mediaPart(DOT_PNG, mime), size }
    upload(w, ann, part, data)
    send(w, ann, [part])
    expect(ann.frames.at(-1), data).toMatchObject({ t: 'error' })
    expect(w.store.head).toBeNull()
  }
  // What is stored as a picture is one for every message that names it.
  const { w, ann, part } = shown()
  send(w, ann, [{ ...part, mime: 'text/plain' }])
  expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'conflict' })
})

it('[FI2] so many and so much go along as vendors take, the newest; the model is told of the others', () => {
  const w = world()
  const ann = w.join()
  const parts = Array.from({ length: 12 }, (_, n) => mediaPart(DOT_PNG, 'image/png', `${n}.png`))
  for (const part of parts) upload(w, ann, part, DOT_PNG)
  const first = send(w, ann, parts)
  w.room.answers.stop(first.reply)
  const more = parts.map((part) => ({ ...part, id: newId(), name: `new ${part.name}` }))
  for (const part of more) upload(w, ann, part, DOT_PNG)
  send(w, ann, more, first.id)
  const sent = w.model.calls.at(-1)!.call.turns.flatMap(({ parts }) => parts)
  const media = sent.flatMap((part) => (part.type === 'media' ? [part.name] : []))
  expect(media).toHaveLength(20)
  for (const { name } of more) expect(media).toContain(name)
  expect(JSON.stringify(sent)).toContain('[The file “11.png” is left out, because there was no room for it.]')
})

it('[FI2] what would not go along anyway takes no words of older messages away', () => {
  const w = world()
  const ann = w.join()
  let parent: string | null = null
  for (let n = 0; n < 5; n++) {
    const parts = Array.from({ length: 18 }, (_, at) => mediaPart(DOT_PNG, 'image/png', `${n}-${at}.png`))
    for (const part of parts) upload(w, ann, part, DOT_PNG)
    const { reply } = send(w, ann, [{ type: 'text', text: `question ${n}` }, ...parts], parent)
    w.room.answers.stop(reply)
    parent = reply
    w.frame(ann, { t: 'setup', setup: { options: { contextTokens: 50_000 } } })
  }
  expect(JSON.stringify(w.model.calls.at(-1)!.call.turns)).toContain('question 0')
})

it('[FI2] what a model is not given takes no room from what it is', () => {
  const w = world()
  const ann = w.join()
  const picture = mediaPart(DOT_PNG)
  upload(w, ann, picture, DOT_PNG)
  const first = send(w, ann, [{ type: 'text', text: 'look' }, picture])
  w.room.answers.stop(first.reply)
  const papers = Array.from({ length: 15 }, (_, n) => mediaPart(EMPTY_PDF, 'application/pdf', `${n}.pdf`))
  for (const part of papers) upload(w, ann, part, EMPTY_PDF)
  const second = send(w, ann, papers, first.reply)
  w.room.answers.stop(second.reply)
  const files = new Files(w.store)
  const planned = (endpoint: string, takes?: Takes[]) =>
    planOf(w.store, files, second.id, {
      pick: { ...PICK, endpoint },
      setup: { options: { contextTokens: 4000 } },
      facts: { ...(takes && { takes }) },
    })
  // Fifteen documents of 2000 tokens each are too much for one that reads them, and nothing to others.
  expect(planned('openAI').messages.map(({ id }) => id)).not.toContain(first.id)
  const { messages, use } = planned('test', ['image'])
  expect(messages.map(({ id }) => id)).toContain(first.id)
  expect(use.files).toBe(1500)
})

it('[FI1] nothing is read of files that are only counted, nor of those that are too large to be copied', async () => {
  const { w, ann, reply, id } = begun()
  await w.model.end()
  const read: string[] = []
  const sql = { ...w.sql, transaction: w.sql.transaction.bind(w.sql) } as typeof w.sql
  for (const how of ['all', 'run'] as const) {
    const own = w.sql[how].bind(w.sql) as (...all: unknown[]) => never
    sql[how] = (query: string, ...values: unknown[]) => {
      if (query.includes('file_text')) read.push(query)
      return own(query, ...values)
    }
  }
  const store = new Store(sql)
  const files = new Files(store)
  const use = planOf(store, files, reply, { pick: PICK, setup: {}, facts: {} }).use
  expect(use.files).toBeGreaterThan(1000)
  expect(read).toEqual([])
  w.sql.run('UPDATE file SET size = 16000000')
  const copy = copyOf(store, w.room.answers, ANN.user, { message: id, extent: 'all' } as never)
  expect(copy).toMatchObject({ ok: false, fault: { code: 'too_large' } })
  expect(read).toEqual([])
  void ann
})

it('[FI3] files go along with their own message only, where one wants that', () => {
  const { w, ann, id, reply } = shown()
  w.room.answers.stop(reply)
  w.frame(ann, { t: 'setup', setup: { options: { resendFiles: false } } })
  const next = send(w, ann, [{ type: 'text', text: 'And now?' }], reply)
  const sent = JSON.stringify(w.model.calls.at(-1)!.call.turns)
  expect(sent).not.toContain(DOT_PNG)
  expect(sent).toContain(
    'The file “dot.png” is left out, because it was sent with its message, and only then.',
  )
  w.room.answers.stop(next.reply)
  w.frame(ann, { t: 'context', leaf: next.reply, pick: PICK })
  expect(ann.frames.at(-1)).toMatchObject({ use: { files: 0, cut: [] } })
  // Another answer to the same message sees it again.
  const again = newId()
  w.frame(ann, { t: 'regenerate', of: id, reply: again, pick: PICK })
  expect(JSON.stringify(w.model.calls.at(-1)!.call.turns)).toContain(DOT_PNG)
})

it('[FI3] of a text so many tokens go along as the conversation says, else as the operator says', () => {
  const asked = (options: object, fileTokens?: number) => {
    const w = world({ fileTokens })
    const ann = w.join()
    const part = partOf('word '.repeat(4000))
    upload(w, ann, part, 'word '.repeat(4000))
    const id = newId()
    const frame = { parent: null, parts: [part], pick: PICK, setup: { options } }
    w.frame(ann, { t: 'send', id, reply: newId(), ...frame })
    return textOf(w.model.calls[0]!.call.turns[0]!.parts).length
  }
  expect(asked({})).toBeGreaterThan(20_000)
  expect(asked({}, 1000)).toBeLessThan(4300)
  expect(asked({ fileTokens: 100 }, 1000)).toBeLessThan(700)
})

it('[FI2] [CP1] [DE3] a copy has its pictures, and what is erased takes them along', () => {
  const { w, ann, part, id } = shown()
  const copy = copyOf(w.store, w.room.answers, 'ann', { extent: 'all', start: false })
  const store = new Store(nodeSql())
  expect(adopt(store, 'ann', copy.ok ? structuredClone(copy.value) : (null as never), 1).ok).toBe(true)
  expect(fileOf(store, part.id)).toEqual({ name: 'dot.png', mime: 'image/png', text: DOT_PNG })
  const asked = () =>
    serve(
      w.room,
      w.store,
      new Request(`https://object/?file=${part.id}`, { headers: { 'if-none-match': `"${part.id}"` } }),
    )
  expect(asked().status).toBe(304)
  w.frame(ann, { t: 'delete', id })
  w.sql.run('UPDATE message SET gone = 1 WHERE gone IS NOT NULL')
  w.sql.run('UPDATE file SET created = 1')
  w.room.tree.reap()
  expect(w.sql.all('SELECT * FROM file_text')).toEqual([])
  expect(asked().status).toBe(404)
})

it('[LI1] answers are counted before they are asked for, each of several models, once, and also those of requests', async () => {
  const counted: object[] = []
  let refuse = false
  const limits = async (_: unknown, taken: object) => {
    counted.push(taken)
    return refuse ? { code: 'rate_limited' as const, retryAfterMs: 60_000 } : null
  }
  const w = world({ limits })
  const ann = w.join()
  const also = [{ reply: newId(), pick: PICK }]
  const first = { t: 'send', id: newId(), reply: newId(), parent: null, parts: [{ type: 'text', text: 'a' }] }
  w.frame(ann, { ...first, pick: PICK, also } as never)
  await settle()
  w.frame(ann, { ...first, pick: PICK, also } as never)
  await settle()
  w.room.answers.stopAll()
  w.frame(ann, { t: 'regenerate', of: first.id, reply: newId(), pick: PICK })
  await settle()
  expect(counted).toEqual([
    { messages: 2, files: 0 },
    { messages: 1, files: 0 },
  ])
  w.room.answers.stopAll()
  refuse = true
  const again = newId()
  w.frame(ann, { t: 'regenerate', of: first.id, reply: again, pick: PICK })
  await settle()
  expect(ann.frames.at(-1)).toMatchObject({ t: 'error', code: 'rate_limited', re: again })
  expect(w.store.message(again)).toBeUndefined()
  const asked = { id: newId(), reply: newId(), parts: [{ type: 'text' as const, text: 'b' }], pick: PICK }
  const answer = await w.sockets.send(ANN, asked, [])
  expect(answer).toMatchObject({ ok: false, fault: { code: 'rate_limited' } })
  expect(w.store.message(asked.id)).toBeUndefined()
})
