/** The official SDK, pointed at an endpoint. */
import { OpenAI } from 'openai/client'
import type { Endpoint } from './spec.ts'

const OPENAI_URL = 'https://api.openai.com/v1'

/** Made per call: that costs 30 µs, and `fetch` belongs to the request. Nothing is read from the process's environment. */
export function clientOf(endpoint: Endpoint, fetcher: typeof fetch): OpenAI {
  const { apiKey, baseURL, headers, query, dialect } = endpoint
  return new OpenAI({
    apiKey: apiKey || 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: baseURL ?? OPENAI_URL,
    defaultHeaders: {
      ...((!apiKey || (dialect?.keyHeader && !dialect.bearer)) && { authorization: null }),
      ...(apiKey && dialect?.keyHeader && { [dialect.keyHeader]: apiKey }),
      ...headers,
    },
    ...(query && { defaultQuery: query }),
    fetch: fetcher,
    maxRetries: 0,
    logLevel: 'off',
    // Nothing here runs in a browser; some test environments only look like one.
    dangerouslyAllowBrowser: true,
  })
}

/** Whose parameters a model of this endpoint takes. */
export function familyOf({ family, id }: Endpoint): string {
  return family ?? id
}
