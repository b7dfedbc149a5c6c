/**
 * What the process manager asks over its private socket, never over the public port: that open drafts are written before
 * the process ends. Only the generated configuration of plain workerd reaches this entrypoint.
 */
import { WorkerEntrypoint } from 'cloudflare:workers'
import { type Env, roomOf } from './env.ts'

/** The entrypoint, for the conversations that `live` names at that moment. */
export function controlOf(live: ReadonlySet<string>) {
  return class Control extends WorkerEntrypoint<Env> {
    /** `POST /flush` → 204 when every open draft is on disk. */
    override async fetch(request: Request): Promise<Response> {
      if (request.method !== 'POST' || new URL(request.url).pathname !== '/flush') {
        return new Response(null, { status: 404 })
      }
      // One room that fails must not keep the others from being saved.
      await Promise.allSettled([...live].map((id) => roomOf(this.env, id).flush()))
      return new Response(null, { status: 204 })
    }
  }
}
