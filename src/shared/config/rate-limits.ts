/** Limits on what costs much. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

export const RateLimits = {
  rateLimits: opt(
    v.object({
      fileUploads: opt(
        v.object({
          ipMax: opt(v.number(), 'Requests per IP'),
          ipWindowInMinutes: opt(v.number(), 'IP window'),
          userMax: opt(v.number(), 'Requests per user'),
          userWindowInMinutes: opt(v.number(), 'User window'),
        }),
        'Uploads',
      ),
      conversationsImport: opt(
        v.object({
          ipMax: opt(v.number(), 'Requests per IP'),
          ipWindowInMinutes: opt(v.number(), 'IP window'),
          userMax: opt(v.number(), 'Requests per user'),
          userWindowInMinutes: opt(v.number(), 'User window'),
        }),
        'Imports',
      ),
      tts: opt(
        v.object({
          ipMax: opt(v.number(), 'Requests per IP'),
          ipWindowInMinutes: opt(v.number(), 'IP window'),
          userMax: opt(v.number(), 'Requests per user'),
          userWindowInMinutes: opt(v.number(), 'User window'),
        }),
        'TTS',
      ),
      stt: opt(
        v.object({
          ipMax: opt(v.number(), 'Requests per IP'),
          ipWindowInMinutes: opt(v.number(), 'IP window'),
          userMax: opt(v.number(), 'Requests per user'),
          userWindowInMinutes: opt(v.number(), 'User window'),
        }),
        'STT',
      ),
    }),
    'Per-IP and per-user limits overriding env defaults',
  ),
}
