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

const Most = v.pipe(v.number(), v.integer(), v.minValue(0))
const Minutes = v.pipe(v.number(), v.gtValue(0))

const PerMinute = v.pipe(v.number(), v.integer(), v.gtValue(0))

export const RateLimits = {
  rateLimits: opt(
    v.object({
      fileUploads: opt(
        v.object({
          ipMax: opt(Most, 'Files sent from one address (100)', { works: true }),
          ipWindowInMinutes: opt(Minutes, 'In so many minutes (15)', { works: true }),
          userMax: opt(Most, 'Files sent by one person (50)', { works: true }),
          userWindowInMinutes: opt(Minutes, 'In so many minutes (15)', { works: true }),
        }),
        'Uploads',
      ),
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
