/** Traces for Langfuse. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

export const Langfuse = {
  langfuse: opt(
    v.object({
      enabled: opt(v.boolean(), 'Switch'),
      publicKey: opt(v.string(), 'Project public key'),
      secretKey: opt(v.string(), 'Secret key (encrypted at rest when CREDS_KEY set)'),
      projectId: opt(v.string(), 'Project id for deep links'),
      secretKeyPreview: opt(v.string(), 'Masked preview'),
      destination: opt(v.string(), 'Named fanout destination (eu/us/jp/custom)'),
      headers: opt(v.record(v.string(), v.string()), 'Extra headers to Langfuse'),
    }),
    'Per-tenant Langfuse connection (normally written by Settings > Langfuse, overridable per principal)',
  ),
}
