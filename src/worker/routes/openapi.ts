/** The contract as OpenAPI 3.1, made from the doors and schemas of the routes. */

import { version } from 'parley:build'
import type { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import type { AppEnv } from '../env.ts'
import { open } from '../middleware/door.ts'

/** Adds the document of `app` to it. Made when first asked for, then kept. */
export function serveContract(app: Hono<AppEnv>): void {
  let document: ReturnType<typeof generateSpecs> | undefined
  app.get('/api/openapi.json', open({ about: 'This document' }), async (c) => {
    document ??= generateSpecs(app, {
      documentation: {
        info: { title: 'Parley', version, description: 'The HTTP API of Parley.' },
        components: {
          securitySchemes: {
            bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
            cookie: { type: 'apiKey', in: 'cookie', name: 'parley_access' },
          },
        },
      },
      excludeStaticFile: false,
    })
    return c.json(await document)
  })
}
