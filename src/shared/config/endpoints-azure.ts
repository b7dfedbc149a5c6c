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
          group: req(v.string(), 'Group name', { works: true }),
          models: req(
            v.record(
              v.string(),
              v.union([
                v.object({
                  deploymentName: opt(v.string(), 'Deployment', { works: true }),
                  version: opt(v.string(), 'API version', { works: true }),
                  assistants: opt(v.boolean(), 'Usable for Assistants'),
                }),
                v.boolean(),
              ]),
            ),
            'Map visible model -> true or settings',
          ),
          apiKey: req(v.string(), 'Key env ref', { works: true }),
          serverless: opt(v.boolean(), 'Serverless inference endpoint (needs baseURL)', { works: true }),
          instanceName: opt(v.string(), 'Azure resource', { works: true }),
          deploymentName: opt(v.string(), 'Default deployment', { works: true }),
          assistants: opt(v.boolean(), 'Group used for Assistants'),
          addParams: opt(v.record(v.string(), v.unknown()), 'Extra body params', { works: true }),
          dropParams: opt(v.array(v.string()), 'Params removed', { works: true }),
          version: opt(v.string(), 'API version', { works: true }),
          baseURL: opt(v.string(), 'URL, placeholders ${INSTANCE_NAME}/${DEPLOYMENT_NAME}', { works: true }),
          additionalHeaders: opt(v.record(v.string(), v.string()), 'Headers', { works: true }),
        }),
      ),
      v.minLength(1),
    ),
    'Azure deployments grouped by instance/key',
  ),
  assistants: opt(v.boolean(), 'Enable Azure Assistants from these groups'),
})
export type AzureEndpoint = v.InferOutput<typeof AzureEndpoint>
