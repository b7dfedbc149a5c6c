/** Composes the routes. The table of what exists and who may come in is `routesOf(app)`. */
import { Hono } from 'hono'
import { strategies } from './auth/index.ts'
import { settingsOf } from './config.ts'
import type { AppEnv } from './env.ts'
import { onError, refuse } from './middleware/errors.ts'
import { auth } from './routes/auth.ts'
import { boot } from './routes/boot.ts'
import { chat } from './routes/chat.ts'
import { convos } from './routes/convos.ts'
import { copies } from './routes/copies.ts'
import { docs } from './routes/docs.ts'
import { downloads } from './routes/downloads.ts'
import { drafts } from './routes/drafts.ts'
import { files } from './routes/files.ts'
import { health } from './routes/health.ts'
import { keys } from './routes/keys.ts'
import { messages } from './routes/messages.ts'
import { models } from './routes/models.ts'
import { serveContract } from './routes/openapi.ts'
import { presets } from './routes/presets.ts'
import { projects } from './routes/projects.ts'
import { prompts } from './routes/prompts.ts'
import { search } from './routes/search.ts'
import { shelf } from './routes/shelf.ts'
import { tags } from './routes/tags.ts'
import { trash } from './routes/trash.ts'
import { usage } from './routes/usage.ts'
import { user } from './routes/user.ts'

export const app = new Hono<AppEnv>()

app.onError(onError)
app.notFound((c) => refuse(c, { code: 'not_found' }))

app.use(async (c, next) => {
  // A Host header can hold what no address can.
  if (!URL.canParse(c.req.url)) return refuse(c, { code: 'bad_request' })
  settingsOf(c.env)
  return next()
})

app.route('/', health)
for (const { routes } of strategies) app.route('/', routes)
for (const routes of [
  auth,
  user,
  docs,
  models,
  downloads,
  keys,
  copies,
  files,
  drafts,
  shelf,
  convos,
  trash,
  tags,
  presets,
  projects,
  prompts,
  messages,
  search,
  chat,
  usage,
])
  app.route('/', routes)
serveContract(app)
app.all('/api/*', (c) => refuse(c, { code: 'not_found' }))
app.route('/', boot)
