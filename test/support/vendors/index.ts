/** All vendors; the first that knows a route answers. */
import { anthropic } from './anthropic.ts'
import { bedrock } from './bedrock.ts'
import { google } from './google.ts'
import { ollama } from './ollama.ts'
import { openai } from './openai.ts'
import { openaiResponses } from './openai-responses.ts'
import type { Vendor } from './vendor.ts'
import { workersAi } from './workers-ai.ts'

export const VENDORS: readonly Vendor[] = [
  openai,
  openaiResponses,
  anthropic,
  bedrock,
  google,
  ollama,
  workersAi,
]
