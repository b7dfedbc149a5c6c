/** Prompts over HTTP as a client of LibreChat asks for them, and nobody's but one's own. */
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { bearer, call, type Person, post, somebody } from './house.ts'

let ada: Person
let eve: Person

beforeAll(async () => {
  ada = await somebody('Ada')
  eve = await somebody('Eve')
}, 60_000)

type Group = { _id: string; productionId: string; productionPrompt: { prompt: string } } & Record<
  string,
  unknown
>

async function ask<T = unknown>(method: string, path: string, body?: unknown, person = ada) {
  const headers = { ...bearer(person), ...(body !== undefined && { 'content-type': 'application/json' }) }
  const answer = await call(path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as T } // what it holds is what is tested
}

describe('prompts', () => {
  it('are made, versioned, put in production, counted and deleted', async () => {
    const made = await ask<{ group: Group }>('POST', '/api/prompts', {
      prompt: { prompt: 'Write {{x}}', type: 'text' },
      group: { name: 'Poem', oneliner: 'A poem', category: 'write', command: 'poem' },
    })
    expect(made.status).toBe(200)
    const group: Group = made.body.group
    expect(group).toMatchObject({
      name: 'Poem',
      command: 'poem',
      productionPrompt: { prompt: 'Write {{x}}' },
    })
    const at = `/api/prompts/groups/${group._id}`
    const added = await ask<{ prompt: { _id: string } }>('POST', `${at}/prompts`, {
      prompt: { prompt: 'Second', type: 'text' },
    })
    expect(added.body.prompt).toMatchObject({ version: 2, isProduction: false, groupId: group._id })
    const second = added.body.prompt._id
    expect((await ask('GET', `/api/prompts?groupId=${group._id}`)).body).toMatchObject([
      { prompt: 'Second' },
      { prompt: 'Write {{x}}', isProduction: true },
    ])
    const used = await ask('PATCH', `/api/prompts/${second}/tags/production`)
    expect(used.body).toMatchObject({ productionId: second })
    expect((await ask('DELETE', `/api/prompts/${second}`)).status).toBe(409)
    expect((await ask('DELETE', `/api/prompts/${group.productionId}`)).status).toBe(200)
    expect((await ask('GET', `/api/prompts/${second}`)).body).toMatchObject({ prompt: 'Second' })
    expect((await ask('POST', `${at}/use`)).body).toEqual({ numberOfGenerations: 1 })
    expect((await ask('PATCH', at, { name: 'Ode', starter: true })).body).toMatchObject({
      ...{ name: 'Ode', starter: true, oneliner: 'A poem', numberOfGenerations: 1 },
    })
    expect((await ask('GET', '/api/prompts/groups?name=OD&category=write')).body).toMatchObject({
      promptGroups: [{ _id: group._id }],
    })
    expect((await ask('GET', '/api/prompts/groups?category=other')).body).toMatchObject({ promptGroups: [] })
    expect((await ask('DELETE', at)).status).toBe(200)
    expect((await ask('GET', at)).status).toBe(404)
    expect((await ask('GET', '/api/prompts/all')).body).toEqual([])
  })

  it('say what is wrong with them', async () => {
    const make = (prompt: string, group: object) => ask('POST', '/api/prompts', { prompt: { prompt }, group })
    expect(await make(' ', { name: 'x' })).toMatchObject({ status: 400 })
    expect(await make('x', {})).toMatchObject({ status: 400 })
    expect(await make('x', { name: 'x', command: 'no spaces' })).toMatchObject({ status: 400 })
    expect(await make('x'.repeat(20_001), { name: 'x' })).toMatchObject({ status: 400 })
    expect(await make('x', { name: 'x', command: 'same' })).toMatchObject({ status: 200 })
    expect(await make('x', { name: 'y', command: 'same' })).toMatchObject({ status: 409 })
  })

  it('are nobody else’s', async () => {
    const made = await post('/api/prompts', { prompt: { prompt: 'x' }, group: { name: 'x' } }, bearer(ada))
    const { group } = (await made.json()) as { group: Group }
    for (const [method, path, body] of [
      ['GET', `/api/prompts/groups/${group._id}`],
      ['GET', `/api/prompts?groupId=${group._id}`],
      ['GET', `/api/prompts/${group.productionId}`],
      ['POST', `/api/prompts/groups/${group._id}/prompts`, { prompt: { prompt: 'x' } }],
      ['POST', `/api/prompts/groups/${group._id}/use`],
      ['PATCH', `/api/prompts/groups/${group._id}`, { name: 'y' }],
      ['PATCH', `/api/prompts/${group.productionId}/tags/production`],
      ['DELETE', `/api/prompts/groups/${group._id}`],
      ['DELETE', `/api/prompts/${group.productionId}`],
    ] as const)
      expect((await ask(method, path, body, eve)).status, `${method} ${path}`).toBe(404)
    expect((await ask('GET', `/api/prompts/groups/${newId()}`)).status).toBe(404)
    // A version is not a prompt, nor the other way round.
    expect((await ask('GET', `/api/prompts/groups/${group.productionId}`)).status).toBe(404)
    expect((await ask('GET', `/api/prompts/${group._id}`)).status).toBe(404)
  })
})
