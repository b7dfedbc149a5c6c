/** The contract as OpenAPI 3.1, made from the doors and schemas of the routes. */

import { version } from 'parley:build'
import type { Hono } from 'hono'
import { generateSpecs, resolver } from 'hono-openapi'
import * as v from 'valibot'
import type { AppEnv } from '../env.ts'
import { open } from '../middleware/door.ts'

const Refusal = v.object({ message: v.string(), type: v.string(), statusCode: v.number() })

/** `#/components/responses`, by the code that is the `type` of each. */
const REFUSALS = {
  unauthorized: 'No living session',
  forbidden: 'Not from a page of ours, or not for you',
  not_found: 'There is none, or it is not yours',
}

/** Adds the document of `app` to it. Made when first asked for, then kept. */
export function serveContract(app: Hono<AppEnv>): void {
  let document: Awaited<ReturnType<typeof describe>> | undefined
  app.get('/api/openapi.json', open({ about: 'This document' }), async (c) => {
    document ??= await describe(app)
    return c.json(document)
  })
}

function describe(app: Hono<AppEnv>) {
  const schema = resolver(Refusal)
  const responses = Object.entries(REFUSALS).map(([code, description]) => [
    code,
    { description, content: { 'application/json': { schema } } },
  ])
  return generateSpecs(app, {
    documentation: {
      info: { title: 'Parley', version, description: 'The HTTP API of Parley.' },
      components: {
        responses: Object.fromEntries(responses),
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'parley_access' },
        },
      },
    },
    // Not hono-openapi's own: ours has another shape.
    defaultValidationErrorResponse: { description: 'The request is not valid' },
    excludeStaticFile: false,
  })
}
