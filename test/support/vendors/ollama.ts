/** Ollama's own list; it chats as OpenAI does. */
import type { Vendor } from './vendor.ts'

export const ollama: Vendor = {
  name: 'ollama',
  models: ['llama3.2:3b', 'nomic-embed-text:latest'],
  react: ({ method, path }, models) =>
    method === 'GET' && path === '/api/tags' ? { kind: 'json', body: tagsOf(models) } : null,
}

/** `GET /api/tags`. Source: https://github.com/ollama/ollama/blob/main/docs/api.md#list-local-models. */
function tagsOf(names: readonly string[]): object {
  return {
    models: names.map((name) => ({
      name,
      model: name,
      modified_at: '2026-01-01T00:00:00Z',
      size: 2019393189,
      digest: 'a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72',
      details: { format: 'gguf', family: 'llama', parameter_size: '3.2B', quantization_level: 'Q4_K_M' },
    })),
  }
}
