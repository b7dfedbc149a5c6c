/** Prompts, in LibreChat's requests: there a prompt is a group, and each version of it a prompt. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { Id, newId } from '../../shared/ids.ts'
import { type PromptChange, PromptFields, PromptText } from '../../shared/prompt-acts.ts'
import type { Prompt, PromptVersion } from '../../shared/prompts.ts'
import { type AppEnv, personOf } from '../env.ts'
import { json, path, query } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { Done } from '../present.ts'

const { name, about, category, command, starter, pinned } = PromptFields.entries
const GroupFields = { category, oneliner: about, command, starter, pinned }
/** There is one kind of prompt; a client of LibreChat says `text` or `chat`. */
const Text = v.object({ prompt: PromptText, type: v.optional(v.picklist(['text', 'chat'])) })

const New = v.object({ prompt: Text, group: v.object({ name: v.unwrap(name), ...GroupFields }) })
const Version = v.object({ prompt: Text })
const Change = v.object({ name, ...GroupFields, productionId: v.optional(Id) })
const Group = v.object({ groupId: Id })
const One = v.object({ promptId: Id })
const Of = v.object({ groupId: v.optional(Id) })
const Sought = v.object({
  name: v.optional(v.pipe(v.string(), v.maxLength(200))),
  category: v.optional(v.pipe(v.string(), v.maxLength(50))),
})

const WireGroup = v.object({
  _id: v.string(),
  name: v.string(),
  oneliner: v.string(),
  category: v.string(),
  command: v.nullable(v.string()),
  numberOfGenerations: v.number(),
  productionId: v.string(),
  productionPrompt: v.object({ prompt: v.string() }),
  /** Offered where a conversation begins. */
  starter: v.boolean(),
  pinned: v.boolean(),
  createdAt: v.string(),
  updatedAt: v.string(),
})
const WireVersion = v.object({
  _id: v.string(),
  groupId: v.string(),
  prompt: v.string(),
  type: v.literal('text'),
  version: v.number(),
  isProduction: v.boolean(),
  createdAt: v.string(),
})

export const prompts = new Hono<AppEnv>()
  .get(
    '/api/prompts',
    signedIn({
      about: 'Versions of the prompt `groupId`, newest first; none without it',
      answer: v.array(WireVersion),
    }),
    query(Of),
    async (c) => {
      const { groupId } = c.req.valid('query')
      if (groupId === undefined) return c.json([])
      const found = await personOf(c.env, c.var.caller.user).prompt(c.var.caller, groupId)
      if (!found.ok) return refuse(c, found.fault)
      const { prompt, versions } = found.value
      return c.json(versions.map((version) => presentVersion(prompt, version)))
    },
  )
  .get(
    '/api/prompts/all',
    signedIn({ about: 'All prompts, by name', answer: v.array(WireGroup) }),
    async (c) => {
      const all = await personOf(c.env, c.var.caller.user).prompts(c.var.caller)
      return all.ok ? c.json(all.value.map(presentGroup)) : refuse(c, all.fault)
    },
  )
  .get(
    '/api/prompts/groups',
    signedIn({
      about: 'Prompts whose name holds `name`, of a category. A person has so few that they are one page',
      answer: v.object({
        promptGroups: v.array(WireGroup),
        has_more: v.literal(false),
        after: v.null(),
      }),
    }),
    query(Sought),
    async (c) => {
      const { name = '', category } = c.req.valid('query')
      const all = await personOf(c.env, c.var.caller.user).prompts(c.var.caller)
      if (!all.ok) return refuse(c, all.fault)
      const found = all.value.filter(
        (prompt) =>
          prompt.name.toLowerCase().includes(name.trim().toLowerCase()) &&
          (category === undefined || prompt.category === category),
      )
      return c.json({ promptGroups: found.map(presentGroup), has_more: false as const, after: null })
    },
  )
  .get(
    '/api/prompts/groups/:groupId',
    signedIn({ about: 'One prompt', answer: WireGroup }),
    path(Group),
    (c) => tellGroup(c, c.req.valid('param').groupId),
  )
  .post(
    '/api/prompts',
    signedIn({ about: 'Make a prompt', answer: v.object({ prompt: WireVersion, group: WireGroup }) }),
    json(New, 256_000),
    async (c) => {
      const { prompt, group } = c.req.valid('json')
      const { oneliner, ...set } = group
      const id = newId()
      const version = { id: newId(), text: prompt.prompt, use: true }
      const refused = await change(c, id, { what: 'write', set: { ...set, about: oneliner }, version })
      return refused ?? tellVersion(c, version.id)
    },
  )
  .post(
    '/api/prompts/groups/:groupId/prompts',
    signedIn({
      about: 'Add a version, which is not in use until it is put in production',
      answer: v.object({ prompt: WireVersion, group: WireGroup }),
    }),
    path(Group),
    json(Version, 256_000),
    async (c) => {
      const { groupId } = c.req.valid('param')
      const known = await personOf(c.env, c.var.caller.user).prompt(c.var.caller, groupId)
      if (!known.ok || known.value.prompt.id !== groupId) return refuse(c, { code: 'not_found' })
      const version = { id: newId(), text: c.req.valid('json').prompt.prompt, use: false }
      const refused = await change(c, groupId, { what: 'write', set: {}, version })
      return refused ?? tellVersion(c, version.id)
    },
  )
  .post(
    '/api/prompts/groups/:groupId/use',
    signedIn({ about: 'Count one use', answer: v.object({ numberOfGenerations: v.number() }) }),
    path(Group),
    async (c) => {
      const { groupId } = c.req.valid('param')
      const refused = await change(c, groupId, { what: 'count', use: newId() })
      if (refused) return refused
      const found = await personOf(c.env, c.var.caller.user).prompt(c.var.caller, groupId)
      return found.ok ? c.json({ numberOfGenerations: found.value.prompt.uses }) : refuse(c, found.fault)
    },
  )
  .patch(
    '/api/prompts/groups/:groupId',
    signedIn({ about: 'Change what is said about a prompt', answer: WireGroup }),
    path(Group),
    json(Change),
    async (c) => {
      const { groupId } = c.req.valid('param')
      const { oneliner, productionId, ...set } = c.req.valid('json')
      const known = await personOf(c.env, c.var.caller.user).prompt(c.var.caller, groupId)
      if (!known.ok || known.value.prompt.id !== groupId) return refuse(c, { code: 'not_found' })
      const refused =
        (productionId && (await change(c, groupId, { what: 'use', version: productionId }))) ||
        (await change(c, groupId, { what: 'write', set: { ...set, about: oneliner } }))
      return refused ?? tellGroup(c, groupId)
    },
  )
  .delete(
    '/api/prompts/groups/:groupId',
    signedIn({ about: 'Delete a prompt with its versions', answer: Done }),
    path(Group),
    async (c) => {
      const refused = await change(c, c.req.valid('param').groupId, { what: 'drop' })
      return refused ?? c.json({ done: true as const })
    },
  )
  .patch(
    '/api/prompts/:promptId/tags/production',
    signedIn({ about: 'Put a version in use', answer: WireGroup }),
    path(One),
    async (c) => {
      const { promptId } = c.req.valid('param')
      const group = await groupOf(c, promptId)
      if (!group) return refuse(c, { code: 'not_found' })
      return (await change(c, group, { what: 'use', version: promptId })) ?? tellGroup(c, group)
    },
  )
  .get(
    '/api/prompts/:promptId',
    signedIn({ about: 'One version', answer: WireVersion }),
    path(One),
    async (c) => {
      const found = await versionOf(c, c.req.valid('param').promptId)
      return found ? c.json(presentVersion(found.prompt, found.version)) : refuse(c, { code: 'not_found' })
    },
  )
  .delete(
    '/api/prompts/:promptId',
    signedIn({ about: 'Delete a version that is not in use', answer: Done }),
    path(One),
    async (c) => {
      const { promptId } = c.req.valid('param')
      const group = await groupOf(c, promptId)
      if (!group) return refuse(c, { code: 'not_found' })
      const refused = await change(c, group, { what: 'drop-version', version: promptId })
      return refused ?? c.json({ done: true as const })
    },
  )

/** Done, or why not. */
async function change(c: Context<AppEnv>, id: string, what: PromptChange): Promise<Response | undefined> {
  const done = await personOf(c.env, c.var.caller.user).act(c.var.caller, { do: 'prompt', id, change: what })
  return done.ok ? undefined : refuse(c, done.fault)
}

async function tellGroup(c: Context<AppEnv>, id: string) {
  const found = await personOf(c.env, c.var.caller.user).prompt(c.var.caller, id)
  if (!found.ok || found.value.prompt.id !== id) return refuse(c, { code: 'not_found' })
  return c.json(presentGroup(found.value.prompt))
}

async function tellVersion(c: Context<AppEnv>, id: string) {
  const found = await versionOf(c, id)
  if (!found) return refuse(c, { code: 'not_found' })
  const { prompt, version } = found
  return c.json({ prompt: presentVersion(prompt, version), group: presentGroup(prompt) })
}

async function versionOf(
  c: Context<AppEnv>,
  id: string,
): Promise<{ prompt: Prompt; version: PromptVersion } | undefined> {
  const found = await personOf(c.env, c.var.caller.user).prompt(c.var.caller, id)
  const version = found.ok && found.value.versions.find((one) => one.id === id)
  return version ? { prompt: found.value.prompt, version } : undefined
}

async function groupOf(c: Context<AppEnv>, version: string): Promise<string | undefined> {
  return (await versionOf(c, version))?.prompt.id
}

function presentGroup(prompt: Prompt): v.InferOutput<typeof WireGroup> {
  return {
    _id: prompt.id,
    name: prompt.name,
    oneliner: prompt.about,
    category: prompt.category,
    command: prompt.command || null,
    numberOfGenerations: prompt.uses,
    productionId: prompt.version,
    productionPrompt: { prompt: prompt.text },
    starter: prompt.starter,
    pinned: prompt.pinned,
    createdAt: new Date(prompt.created).toISOString(),
    updatedAt: new Date(prompt.updated).toISOString(),
  }
}

function presentVersion(
  prompt: Prompt,
  { id, n, text, created }: PromptVersion,
): v.InferOutput<typeof WireVersion> {
  return {
    _id: id,
    groupId: prompt.id,
    prompt: text,
    type: 'text',
    version: n,
    isProduction: id === prompt.version,
    createdAt: new Date(created).toISOString(),
  }
}
