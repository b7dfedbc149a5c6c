/** Limits on what costs much. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

const perAddress = {
  ipMax: opt(v.number(), 'Requests per IP'),
  ipWindowInMinutes: opt(v.number(), 'IP window'),
}

const perPerson = {
  userMax: opt(v.number(), 'Requests per user'),
  userWindowInMinutes: opt(v.number(), 'User window'),
}

const PerMinute = v.pipe(v.number(), v.integer(), v.gtValue(0))

export const RateLimits = {
  rateLimits: opt(
    v.object({
      fileUploads: opt(v.object({ ...perAddress, ...perPerson }), 'Uploads'),
      conversationsImport: opt(v.object({ ...perAddress, ...perPerson }), 'Imports'),
      tts: opt(v.object({ ...perAddress, ...perPerson }), 'TTS'),
      stt: opt(v.object({ ...perAddress, ...perPerson }), 'STT'),
      emailChange: opt(v.object(perPerson), 'Asking for another email address'),
      emailChangeConfirm: opt(v.object({ ...perAddress, ...perPerson }), 'Confirming it'),
      agentEvents: opt(v.object(perPerson), 'Events for agents, per API key'),
      mcpApps: opt(
        v.object({
          resourcesPerMinute: opt(PerMinute, 'Resources (120)'),
          toolCallsPerMinute: opt(PerMinute, 'Calls of tools (60)'),
        }),
        'MCP Apps, per user',
      ),
    }),
    'Per-IP and per-user limits overriding env defaults',
  ),
}
