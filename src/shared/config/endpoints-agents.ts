/** `endpoints.agents` of `librechat.yaml`. */
import * as v from 'valibot'
import { shared } from './endpoints-shared.ts'
import { opt, req } from './key.ts'

const AGENT_CAPABILITIES = [
  'hide_sequential_outputs',
  'programmatic_tools',
  'end_after_tools',
  'deferred_tools',
  'execute_code',
  'stateful_code_sessions',
  'file_search',
  'web_search',
  'artifacts',
  'subagents',
  'actions',
  'context',
  'skills',
  'memory',
  'ask_user_question',
  'tools',
  'chain',
  'ocr',
  'run_in_background',
  'tool_intents',
] as const

export const AgentsEndpoint = v.object({
  ...shared,
  disableBuilder: opt(v.boolean(), 'Hide the builder', { default: false }),
  capabilities: opt(v.array(v.picklist(AGENT_CAPABILITIES)), 'Enabled capabilities'),
  recursionLimit: opt(v.number(), 'Default step limit (25)'),
  maxRecursionLimit: opt(v.number(), 'Ceiling users may set'),
  maxToolCallArgBytes: opt(v.number(), 'Circuit breaker for streamed tool args (64 KiB)'),
  maxDeltaEventsPerTurn: opt(v.number(), 'Circuit breaker on delta events'),
  maxToolCallArgBytesByTool: opt(v.record(v.string(), v.number()), 'Per-tool override (create_file 128 KiB)'),
  maxCitations: opt(v.pipe(v.number(), v.minValue(1), v.maxValue(50)), 'File-search citations per reply', {
    default: 30,
  }),
  maxCitationsPerFile: opt(v.pipe(v.number(), v.minValue(1), v.maxValue(10)), 'Per file', { default: 7 }),
  minRelevanceScore: opt(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 'Threshold', { default: 0.45 }),
  allowedProviders: opt(v.array(v.string()), 'Providers agents may use (empty = all)'),
  statefulCodeSessions: opt(
    v.object({
      allowedEnvironments: req(
        v.array(v.picklist(['user', 'agent-user', 'conversation'])),
        'user / agent-user / conversation',
      ),
    }),
    'Workspace-sharing scopes users may choose',
  ),
  skills: opt(
    v.object({
      maxCatalogSkills: opt(
        v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
        'Skills advertised to the model',
      ),
    }),
    'Skill catalogue settings',
  ),
  remoteApi: opt(
    v.object({
      auth: opt(
        v.object({
          apiKey: opt(
            v.object({
              enabled: opt(v.boolean(), 'Switch', { default: true }),
            }),
            'API keys',
          ),
          oidc: opt(
            v.object({
              enabled: opt(v.boolean(), 'Switch', { default: false }),
              issuer: opt(v.pipe(v.string(), v.url('must be a URL')), 'Issuer (https unless localhost)'),
              audience: opt(v.pipe(v.string(), v.minLength(1)), 'Required when enabled'),
              jwksUri: opt(v.pipe(v.string(), v.url('must be a URL')), 'Override'),
              scope: opt(v.string(), 'Required scope'),
            }),
            'Bearer JWT',
          ),
        }),
        'Auth modes',
      ),
    }),
    'Agents API',
  ),
  toolApproval: opt(
    v.object({
      enabled: opt(v.boolean(), 'Switch'),
      mode: opt(
        v.picklist(['default', 'dontAsk', 'bypass']),
        'default = ask for listed/unknown; dontAsk = deny instead of ask; bypass = allow all',
      ),
      allow: opt(v.array(v.string()), 'Tool patterns auto-allowed'),
      deny: opt(v.array(v.string()), 'Tool patterns refused'),
      ask: opt(v.array(v.string()), 'Tool patterns needing review'),
      reason: opt(v.string(), 'Text shown to reviewer'),
      hooks: opt(
        v.array(
          v.object({
            module: req(v.pipe(v.string(), v.minLength(1)), 'Module path'),
            matcher: opt(v.string(), 'Tool pattern'),
            options: opt(v.record(v.string(), v.unknown()), 'Options'),
          }),
        ),
        'Server modules deciding per call',
      ),
    }),
    'Human-in-the-loop approvals (off by default)',
  ),
  checkpointer: opt(
    v.object({
      type: opt(v.picklist(['mongo', 'memory']), 'mongo or memory'),
      ttl: opt(v.pipe(v.number(), v.integer(), v.gtValue(0)), 'Seconds a pause survives (86400)'),
      checkpointCollectionName: opt(v.string(), 'Collection'),
      checkpointWritesCollectionName: opt(v.string(), 'Collection'),
    }),
    'Storage of paused runs',
  ),
})
export type AgentsEndpoint = v.InferOutput<typeof AgentsEndpoint>
