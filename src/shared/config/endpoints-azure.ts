/** `endpoints.azureOpenAI` of `librechat.yaml`. */
import * as v from 'valibot'
import { shared } from './endpoints-shared.ts'
import { opt, req } from './key.ts'

export const AzureEndpoint = v.object({
  ...shared,
  groups: req(
    v.pipe(
      v.array(
        v.object({
          group: req(v.string(), 'Group name'),
          models: req(
            v.record(
              v.string(),
              v.union([
                v.object({
                  deploymentName: opt(v.string(), 'Deployment'),
                  version: opt(v.string(), 'API version'),
                  assistants: opt(v.boolean(), 'Usable for Assistants'),
                }),
                v.boolean(),
              ]),
            ),
            'Map visible model -> true or settings',
          ),
          apiKey: req(v.string(), 'Key env ref'),
          serverless: opt(v.boolean(), 'Serverless inference endpoint (needs baseURL)'),
          instanceName: opt(v.string(), 'Azure resource'),
          deploymentName: opt(v.string(), 'Default deployment'),
          assistants: opt(v.boolean(), 'Group used for Assistants'),
          addParams: opt(v.record(v.string(), v.unknown()), 'Extra body params'),
          dropParams: opt(v.array(v.string()), 'Params removed'),
          version: opt(v.string(), 'API version'),
          baseURL: opt(v.string(), 'URL, placeholders ${INSTANCE_NAME}/${DEPLOYMENT_NAME}'),
          additionalHeaders: opt(v.record(v.string(), v.string()), 'Headers'),
        }),
      ),
      v.minLength(1),
    ),
    'Azure deployments grouped by instance/key',
  ),
  assistants: opt(v.boolean(), 'Enable Azure Assistants from these groups'),
})
export type AzureEndpoint = v.InferOutput<typeof AzureEndpoint>
