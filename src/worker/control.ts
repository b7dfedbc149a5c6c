/**
 * What is asked over the private socket, never over the public port: by the process manager, that open drafts are written
 * before the process ends; by who runs this installation, that somebody gets credits. Only the generated configuration of plain workerd reaches this entrypoint.
 */
import { WorkerEntrypoint } from 'cloudflare:workers'
import { credit } from './credit.ts'
import { type Env, roomOf } from './env.ts'

/** The entrypoint, for the conversations that `live` names at that moment. */
export function controlOf(live: ReadonlySet<string>) {
  return class Control extends WorkerEntrypoint<Env> {
    /** `POST /flush` → 204 when every open draft is on disk. `POST /balance` → the credits of somebody. */
    override async fetch(request: Request): Promise<Response> {
      const { pathname } = new URL(request.url)
      if (request.method === 'POST' && pathname === '/balance')
        return Response.json(await credit(this.env, await request.text()))
      if (request.method !== 'POST' || pathname !== '/flush') {
        return new Response(null, { status: 404 })
      }
      // One room that fails must not keep the others from being saved.
      await Promise.allSettled([...live].map((id) => roomOf(this.env, id).flush()))
      return new Response(null, { status: 204 })
    }
  }
}
