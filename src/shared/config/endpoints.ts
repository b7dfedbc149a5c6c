/** `endpoints` of `librechat.yaml`. */
import * as v from 'valibot'
import { AgentsEndpoint } from './endpoints-agents.ts'
import { AzureEndpoint } from './endpoints-azure.ts'
import { CustomEndpoint } from './endpoints-custom.ts'
import { shared } from './endpoints-shared.ts'
import { opt, req } from './key.ts'

/** Where the vendor is not where it usually is. */
const baseURL = opt(v.string(), 'Another address of the vendor', { works: true })

const Assistants = v.object({
  ...shared,
  models: opt(
    v.object({
      default: req(
        v.pipe(
          v.array(
            v.union([
              v.string(),
              v.object({
                name: req(v.string(), 'Model id'),
                description: opt(v.string(), 'Subtitle'),
              }),
            ]),
          ),
          v.minLength(1),
        ),
        'Static list (strings or {name, description})',
      ),
      fetch: opt(v.boolean(), 'Fetch list from {baseURL}/models'),
      userIdQuery: opt(v.boolean(), 'Add user id to the fetch'),
    }),
    'Model list',
  ),
  disableBuilder: opt(v.boolean(), 'Hide the builder'),
  pollIntervalMs: opt(v.number(), 'Run poll interval'),
  timeoutMs: opt(v.number(), 'Run timeout'),
  version: opt(v.union([v.string(), v.number()]), 'Assistants API version', { default: 2 }),
  supportedIds: opt(v.pipe(v.array(v.string()), v.minLength(1)), 'Only these ids'),
  excludedIds: opt(v.pipe(v.array(v.string()), v.minLength(1)), 'Hide these ids'),
  privateAssistants: opt(v.boolean(), 'Users see only their own'),
  retrievalModels: opt(v.pipe(v.array(v.string()), v.minLength(1)), 'Models allowed for retrieval'),
  capabilities: opt(
    v.array(v.picklist(['code_interpreter', 'image_vision', 'retrieval', 'actions', 'tools'])),
    'Enabled capabilities',
    { default: ['code_interpreter', 'image_vision', 'retrieval', 'actions', 'tools'] },
  ),
  apiKey: opt(v.string(), 'Key (env ref or user_provided)'),
  apiKeyPreview: opt(v.string(), 'Masked preview'),
})

export const Endpoints = {
  endpoints: opt(
    v.object({
      allowedAddresses: opt(
        v.array(v.string()),
        'Private host:port exemptions from the guard on addresses of providers',
        { works: true },
      ),
      all: opt(v.object({ ...shared }), 'What holds for every endpoint that does not say otherwise'),
      openAI: opt(
        v.object({ ...shared, baseURL: opt(v.string(), 'Another address of the vendor', { works: true }) }),
        'OpenAI',
      ),
      google: opt(v.object({ ...shared, baseURL }), 'Google'),
      anthropic: opt(
        v.object({
          ...shared,
          baseURL,
          vertex: opt(
            v.object({
              enabled: opt(v.boolean(), 'Switch (default on when block present)', { works: true }),
              projectId: opt(v.string(), 'GCP project (auto from key file)', { works: true }),
              region: opt(v.string(), 'Region', { default: 'us-east5', works: true }),
              serviceKeyFile: opt(v.string(), 'Service-account JSON path', { works: true }),
              deploymentName: opt(v.string(), 'Default deployment', { works: true }),
              models: opt(
                v.union([
                  v.array(v.string()),
                  v.record(
                    v.string(),
                    v.union([
                      v.object({
                        deploymentName: opt(v.string(), 'Vertex model id', { works: true }),
                      }),
                      v.boolean(),
                    ]),
                  ),
                ]),
                'List, or map visible name -> deployment/boolean',
                { works: true },
              ),
            }),
            'Anthropic on Vertex AI',
          ),
          models: opt(v.array(v.string()), 'Model list', { works: true }),
        }),
        'Anthropic',
      ),
      azureOpenAI: opt(AzureEndpoint, 'Azure OpenAI'),
      bedrock: opt(
        v.object({
          ...shared,
          baseURL,
          models: opt(v.array(v.string()), 'Model list', { works: true }),
          availableRegions: opt(v.array(v.string()), 'Regions offered'),
          guardrailConfig: opt(
            v.object({
              guardrailIdentifier: req(v.string(), 'Id', { works: true }),
              guardrailVersion: req(v.string(), 'Version', { works: true }),
              trace: opt(v.picklist(['enabled', 'disabled', 'enabled_full']), 'Trace', { works: true }),
              streamProcessingMode: opt(v.picklist(['sync', 'async']), 'sync or async', { works: true }),
            }),
            'Bedrock guardrails',
          ),
          inferenceProfiles: opt(
            v.record(v.string(), v.string()),
            'Map model -> inference profile ARN (env refs allowed)',
            { works: true },
          ),
        }),
        'AWS Bedrock',
      ),
      assistants: opt(Assistants, 'OpenAI Assistants', { idle: true }),
      azureAssistants: opt(Assistants, 'Azure Assistants', { idle: true }),
      agents: opt(AgentsEndpoint, 'Agents', { idle: true }),
      custom: opt(v.array(CustomEndpoint), 'Servers that speak the language of OpenAI or Anthropic', {
        default: [],
      }),
    }),
    'Where models are',
    { default: {} },
  ),
}
