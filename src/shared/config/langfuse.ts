/** Traces for Langfuse. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

const USER_FIELDS = [
  'id',
  'email',
  'username',
  'name',
  'openidId',
  'samlId',
  'ldapId',
  'googleId',
  'githubId',
  'discordId',
  'appleId',
  'facebookId',
] as const

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
      trace: opt(
        v.object({
          userIdField: opt(v.picklist(USER_FIELDS), 'Field of a person that a trace carries as its user id', {
            default: 'id',
          }),
          userMetadataFields: opt(
            v.array(v.picklist([...USER_FIELDS, 'role', 'provider'])),
            'Fields of a person copied into traces',
          ),
          conversationMetadataFields: opt(
            v.array(
              v.picklist([
                'conversationId',
                'endpoint',
                'endpointType',
                'provider',
                'model',
                'modelLabel',
                'spec',
              ]),
            ),
            'Fields of a conversation copied into traces',
          ),
        }),
        'What a trace says of the person and the conversation',
      ),
    }),
    'Per-tenant Langfuse connection (normally written by Settings > Langfuse, overridable per principal)',
  ),
}
