/** Prompts on the real platform: told when asked for, to every page as they change, and only to their owner. */
/// <reference types="@cloudflare/vitest-plugin/types" />
import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { CALLER_HEADER, type Caller, type UserRpc } from '../../src/durable/rpc.ts'
import { newId } from '../../src/shared/ids.ts'
import type { PromptChange } from '../../src/shared/prompt-acts.ts'
import type { UserFrame } from '../../src/shared/protocol.ts'

const { USER } = env as unknown as { USER: DurableObjectNamespace }
const person = (): Caller => ({ user: newId(), sid: newId(), role: 'USER' })
const stubOf = ({ user }: Caller) => USER.get(USER.idFromName(user))

async function pageOf(caller: Caller) {
  const headers = { upgrade: 'websocket', [CALLER_HEADER]: JSON.stringify(caller) }
  const { webSocket } = await stubOf(caller).fetch('http://object/', { headers })
  if (!webSocket) throw new Error('no socket')
  const frames: UserFrame[] = []
  webSocket.accept()
  webSocket.addEventListener('message', ({ data }) => void frames.push(JSON.parse(data as string)))
  const send = (frame: object) => webSocket.send(JSON.stringify(frame))
  const until = (test: (frame: UserFrame) => boolean) =>
    expect
      .poll(() => frames.find(test))
      .toBeTruthy()
      .then(() => frames.find(test)!)
  const change = (id: string, change: PromptChange, re = newId()) => {
    send({ t: 'act', re, act: { do: 'prompt', id, change } })
    return until((frame) => (frame.t === 'done' || frame.t === 'error') && frame.re === re)
  }
  const prompts = () => frames.flatMap((frame) => (frame.t === 'prompts' ? [frame] : []))
  return { frames, send, until, change, prompts }
}

const write = (text: string, name = 'Poem'): PromptChange => ({
  ...{ what: 'write', set: { name }, version: { id: newId(), text, use: true } },
})

describe('prompts', () => {
  it('are told to all pages before the act is answered, survive sleep, and are not sent unasked', async () => {
    const ann = person()
    const [here, there] = [await pageOf(ann), await pageOf(ann)]
    here.send({ t: 'hello', since: 0 })
    await here.until(({ t }) => t === 'shelves')
    expect(here.prompts()).toEqual([])
    const id = newId()
    const first = write('one')
    await here.change(id, first)
    expect(here.frames.findIndex(({ t }) => t === 'prompts')).toBeLessThan(
      here.frames.findIndex(({ t }) => t === 'done'),
    )
    await there.until(({ t }) => t === 'prompts')
    await here.change(id, first)
    await evictDurableObject(stubOf(ann))
    await there.change(id, write('two', 'Ode'))
    there.send({ t: 'prompts', since: 0 })
    await there.until((frame) => frame.t === 'prompts' && frame.reset)
    expect(there.prompts().at(-1)).toMatchObject({
      ...{ reset: true, more: false, items: [{ id, name: 'Ode', text: 'two', versions: 2 }] },
    })
    // Who knows everything is told nothing.
    there.send({ t: 'prompts', since: there.prompts().at(-1)!.clock })
    await expect.poll(() => there.prompts().at(-1)?.reset).toBe(false)
    expect(there.prompts().at(-1)).toMatchObject({ items: [], gone: [] })
  })

  it('that do not fit are refused in words, and nobody else may see or change them', async () => {
    const [ann, bob] = [person(), person()]
    const page = await pageOf(ann)
    const id = newId()
    expect(await page.change(id, { what: 'write', set: { name: 'x' } })).toMatchObject({
      code: 'bad_request',
    })
    await page.change(id, write('x'))
    page.send({ t: 'act', re: newId(), act: { do: 'prompt', id, change: write('x'.repeat(20_001)) } })
    await page.until((frame) => frame.t === 'error' && /20000/.test(frame.message ?? ''))
    const object = stubOf(ann) as unknown as UserRpc
    const none = { ok: false, fault: { code: 'not_found' } }
    expect(await object.prompts(bob)).toMatchObject(none)
    expect(await object.prompt(bob, id)).toMatchObject(none)
    expect(await object.act(bob, { do: 'prompt', id, change: { what: 'drop' } })).toMatchObject(none)
    expect(await object.prompt(ann, id)).toMatchObject({ ok: true })
  })
})
