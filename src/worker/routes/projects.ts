/** Projects: LibreChat's requests, and folders in folders, which are ours. */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { Id, newId } from '../../shared/ids.ts'
import { ProjectFields } from '../../shared/library.ts'
import { MAX_PROJECT_INSTRUCTIONS, type Project } from '../../shared/shelf.ts'
import { type AppEnv, personOf } from '../env.ts'
import { json, path } from '../middleware/body.ts'
import { signedIn } from '../middleware/door.ts'
import { refuse } from '../middleware/errors.ts'
import { Done, presentProject, WireConversation, WireProject } from '../present.ts'
import { act, arrange } from './shelf.ts'

/** Instructions in which every unit is escaped as six bytes, and the rest. */
const MAX_BYTES = MAX_PROJECT_INSTRUCTIONS * 6 + 20_000

const Named = v.object({ projectId: Id })
const { name, about, color, parent, folded, instructions, pick, preset } = ProjectFields.entries
const Fields = v.object({
  ...{ name, description: about, color, parentId: parent, folded, instructions },
  pick,
  presetId: preset,
})
const New = v.object({ ...Fields.entries, name: v.unwrap(name) })

export const projects = new Hono<AppEnv>()
  .get(
    '/api/projects',
    signedIn({ about: 'Projects in their order, with counts', answer: v.array(WireProject) }),
    async (c) => {
      const all = await projectsOf(c)
      return all ? c.json(all.map(presentProject)) : refuse(c, { code: 'not_found' })
    },
  )
  .post(
    '/api/projects',
    signedIn({ about: 'Make a project', answer: WireProject }),
    json(New, MAX_BYTES),
    (c) => put(c, newId(), c.req.valid('json')),
  )
  .put(
    '/api/projects/conversations/:conversationId',
    signedIn({
      about: 'Move a conversation into a project, or (null) out of it',
      answer: WireConversation,
      subject: 'conversation',
    }),
    path(v.object({ conversationId: Id })),
    json(v.object({ projectId: v.nullable(Id) })),
    (c) => arrange(c, c.req.valid('param').conversationId, { project: c.req.valid('json').projectId }),
  )
  .get(
    '/api/projects/:projectId',
    signedIn({ about: 'One project, with its instructions', answer: WireProject }),
    path(Named),
    (c) => tell(c, c.req.valid('param').projectId),
  )
  .patch(
    '/api/projects/:projectId',
    signedIn({ about: 'Change a project', answer: WireProject }),
    path(Named),
    json(Fields, MAX_BYTES),
    async (c) => {
      const { projectId } = c.req.valid('param')
      const known = (await projectsOf(c))?.some(({ id }) => id === projectId)
      return known ? put(c, projectId, c.req.valid('json')) : refuse(c, { code: 'not_found' })
    },
  )
  .delete(
    '/api/projects/:projectId',
    signedIn({ about: 'Delete a project; its conversations stay, in none', answer: Done }),
    path(Named),
    (c) => act(c, { do: 'drop-project', id: c.req.valid('param').projectId }),
  )

async function projectsOf(c: Context<AppEnv>): Promise<Project[] | undefined> {
  const shelves = await personOf(c.env, c.var.caller.user).shelves(c.var.caller)
  return shelves.ok ? shelves.value.projects : undefined
}

async function tell(c: Context<AppEnv>, id: string) {
  const project = (await projectsOf(c))?.find((one) => one.id === id)
  if (!project) return refuse(c, { code: 'not_found' })
  const told = await personOf(c.env, c.var.caller.user).guidance(c.var.caller, id)
  if (!told.ok) return refuse(c, told.fault)
  return c.json({ ...presentProject(project), instructions: told.value.instructions })
}

async function put(c: Context<AppEnv>, id: string, fields: v.InferOutput<typeof Fields>) {
  const { description, parentId, presetId, ...rest } = fields
  const set = {
    ...rest,
    ...(description !== undefined && { about: description }),
    ...(parentId !== undefined && { parent: parentId }),
    ...(presetId !== undefined && { preset: presetId }),
  }
  const done = await personOf(c.env, c.var.caller.user).act(c.var.caller, { do: 'project', id, set })
  return done.ok ? tell(c, id) : refuse(c, done.fault)
}
