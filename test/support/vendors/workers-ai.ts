/** Cloudflare's list of models. Source: https://developers.cloudflare.com/api/resources/ai/subresources/models. */
import type { Vendor } from './vendor.ts'

export const workersAi: Vendor = {
  name: 'workers-ai',
  models: ['@cf/meta/llama-3.3-70b-instruct-fp8-fast', '@cf/acme/new'],
  react({ method, path, query }, models) {
    if (method !== 'GET' || !path.endsWith('/models/search')) return null
    const task = { id: '1', name: query.get('task') }
    const properties = [
      { property_id: 'context_window', value: '24000' },
      {
        property_id: 'price',
        value: [
          { unit: 'per M input tokens', price: 0.29, currency: 'USD' },
          { unit: 'per M output tokens', price: 2.25, currency: 'USD' },
        ],
      },
    ]
    return {
      kind: 'json',
      body: { success: true, result: models.map((name) => ({ name, task, properties })) },
    }
  },
}
