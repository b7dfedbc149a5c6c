/** Presets, in LibreChat's requests. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { Id, newId } from '../../shared/ids.ts'
import { readPreset, writePreset } from '../../shared/preset-json.ts'
import type { PresetChange } from '../../shared/presets.ts'
import { MAX_INSTRUCTIONS } from '../../shared/setup.ts'
import { type AppEnv, personOf } from '../env.ts'
import { json } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'

/** Instructions in which every unit is escaped as six bytes, and the rest. */
const MAX_BYTES = MAX_INSTRUCTIONS * 6 + 20_000

/** What else there is goes by the table in shared/preset-json.ts. */
const Put = v.looseObject({
  presetId: v.nullish(Id),
  title: v.nullish(v.string()),
  endpoint: v.nullish(v.string()),
  model: v.nullish(v.string()),
  defaultPreset: v.nullish(v.boolean()),
})
const Drop = v.object({ presetId: v.nullish(Id) })

const WirePreset = v.looseObject({
  presetId: v.string(),
  title: v.string(),
  endpoint: v.string(),
  model: v.string(),
  order: v.number(),
  defaultPreset: v.optional(v.boolean()),
})
const WirePut = v.looseObject({ ...WirePreset.entries, ignored: v.array(v.string()) })
const WireDropped = v.object({ acknowledged: v.literal(true), deletedCount: v.number() })

export const presets = new Hono<AppEnv>()
  .get(
    '/api/presets',
    signedIn({ about: 'Presets in their order', answer: v.array(WirePreset) }),
    async (c) => {
      const all = await listed(c)
      return all ? c.json(all) : refuse(c, { code: 'not_found' })
    },
  )
  .post(
    '/api/presets',
    signedIn({
      about: 'Make a preset, or change the one with this `presetId`; `ignored` names fields without effect',
      answer: WirePut,
    }),
    json(Put, MAX_BYTES),
    async (c) => {
      const body = c.req.valid('json')
      const { set, ignored } = readPreset(body)
      const id = body.presetId ?? newId()
      const name = body.presetId ? set.name : (set.name ?? 'New preset')
      const written = await change(c, id, { what: 'write', set: { ...set, ...(name && { name }) } })
      if (!written.ok) return refuse(c, written.fault)
      if (typeof body.defaultPreset === 'boolean')
        await change(c, id, { what: 'standard', on: body.defaultPreset })
      const made = (await listed(c))?.find(({ presetId }) => presetId === id)
      return made ? c.json({ ...made, ignored }) : refuse(c, { code: 'not_found' })
    },
  )
  .post(
    '/api/presets/delete',
    signedIn({ about: 'Delete a preset; without a `presetId`, all of them', answer: WireDropped }),
    json(Drop),
    async (c) => {
      const { presetId } = c.req.valid('json')
      const ids = presetId ? [presetId] : ((await listed(c)) ?? []).map((preset) => String(preset.presetId))
      for (const id of ids) {
        const done = await change(c, id, { what: 'drop' })
        if (!done.ok) return refuse(c, done.fault)
      }
      return c.json({ acknowledged: true, deletedCount: ids.length })
    },
  )

function change(c: Context<AppEnv>, id: string, what: PresetChange) {
  return personOf(c.env, c.var.caller.user).act(c.var.caller, { do: 'preset', id, change: what })
}

async function listed(c: Context<AppEnv>) {
  const all = await personOf(c.env, c.var.caller.user).presets(c.var.caller)
  if (!all.ok) return undefined
  return all.value.list.map((preset, order) => writePreset(preset, order, preset.id === all.value.standard))
}
