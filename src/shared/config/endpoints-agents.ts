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

const Whole = v.pipe(v.number(), v.integer(), v.minValue(0))

const Choice = v.picklist(['allow', 'ask', 'deny'])

const Permission = v.object({
  allowed: opt(v.array(Choice), 'What its owner may choose'),
  default: opt(Choice, 'What it is at first'),
})

const Environment = v.object({
  id: req(v.pipe(v.string(), v.minLength(1)), 'Id'),
  name: opt(v.string(), 'Name shown'),
  type: req(v.picklist(['managed', 'attached']), 'managed: a Code API; attached: a machine behind a bridge'),
  baseURL: req(v.pipe(v.string(), v.url('must be a URL')), 'Address'),
  default: opt(v.boolean(), 'Taken where nothing is chosen'),
  owner: opt(v.string(), 'Whose it is, such as deployment'),
  pairing: opt(
    v.object({
      workerId: opt(v.string(), 'The one machine'),
      tokenEnv: opt(v.string(), 'Variable that holds the secret'),
      allowPrincipalWorkers: opt(v.boolean(), 'People may pair machines of their own'),
    }),
    'How machines come to it',
  ),
  configSchema: opt(
    v.object({
      limits: opt(
        v.object({
          maxCommandTimeoutMs: opt(
            v.pipe(v.number(), v.integer(), v.gtValue(0), v.maxValue(300_000)),
            'Ms of one command (30000)',
          ),
        }),
        'Limits',
      ),
      permissions: opt(
        v.object({
          fileWrite: opt(Permission, 'Writing files'),
          commandExecution: opt(Permission, 'Running commands'),
        }),
        'Rights',
      ),
    }),
    'What owners may set',
  ),
})

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
  modelResponseBodyTimeoutMs: opt(Whole, 'Ms of silence in an answer; 0: none (900000)'),
  modelResponseHeadersTimeoutMs: opt(Whole, 'Ms until an answer begins; 0: none (300000)'),
  maxProviderErrorChars: opt(Whole, 'Characters kept of the words of an error; 0: none'),
  maxSubagents: opt(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50)),
    'Agents that one may call (10)',
  ),
  fileSharing: opt(
    v.object({
      enabled: opt(v.boolean(), 'Switch', { default: false }),
      allowSiblingSharing: opt(v.boolean(), 'Also beside each other', { default: false }),
      maxFiles: opt(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 'Files', {
        default: 100,
      }),
      maxPrivateBytes: opt(Whole, 'Bytes of what is not published', { default: 268_435_456 }),
      ttlMs: opt(v.pipe(v.number(), v.integer(), v.gtValue(0), v.maxValue(86_400_000)), 'Ms they live', {
        default: 3_600_000,
      }),
    }),
    'Files that agents of one run share',
  ),
  codeApiUploadConcurrency: opt(
    v.pipe(v.number(), v.integer(), v.minValue(1)),
    'Uploads at once to the Code API (3)',
  ),
  codeApiMaxRetryWaitMs: opt(Whole, 'Ms of waiting for its limits (20000)'),
  eventDriven: opt(
    v.object({ selfUrl: opt(v.pipe(v.string(), v.url('must be a URL')), 'Own address for events') }),
    'Delivery of events',
  ),
  backgroundTasks: opt(
    v.object({
      completionWakeups: opt(v.boolean(), 'What is done is told', { default: true }),
      ordinaryToolCancellation: opt(v.boolean(), 'Tools in the background may be stopped', {
        default: false,
      }),
    }),
    'Tasks in the background',
  ),
  askUserQuestion: opt(
    v.object({
      retainedAnswers: opt(
        v.object({
          enabled: opt(v.boolean(), 'Switch', { default: true }),
          maxTokens: opt(v.pipe(v.number(), v.integer(), v.gtValue(0)), 'Tokens of them', {
            default: 4096,
          }),
        }),
        'Answers that stay in the context',
      ),
    }),
    'Questions of an agent',
  ),
  managementApi: opt(
    v.object({
      auth: opt(
        v.object({
          oidc: opt(
            v.object({
              enabled: opt(v.boolean(), 'Switch', { default: false }),
              issuer: opt(v.pipe(v.string(), v.url('must be a URL')), 'Issuer'),
              audience: opt(v.pipe(v.string(), v.minLength(1)), 'Audience'),
              jwksUri: opt(v.pipe(v.string(), v.url('must be a URL')), 'Override'),
              tokenUse: opt(v.string(), 'Kind of token, where there is no audience'),
              requiredScopes: opt(v.array(v.string()), 'Scopes it must have'),
            }),
            'Bearer JWT',
          ),
          clients: opt(
            v.array(
              v.object({
                clientId: req(v.pipe(v.string(), v.minLength(1)), 'Client id'),
                subject: opt(v.string(), 'Its subject'),
                userId: req(v.pipe(v.string(), v.minLength(1)), 'The person it stands for'),
                tenantId: opt(v.string(), 'Their tenant'),
              }),
            ),
            'Who may come',
          ),
        }),
        'Auth modes',
      ),
    }),
    'Agent Management API',
  ),
  allowedProviders: opt(v.array(v.string()), 'Providers agents may use (empty = all)'),
  statefulCodeSessions: opt(
    v.object({
      allowedEnvironments: req(
        v.array(v.picklist(['user', 'agent-user', 'conversation'])),
        'user / agent-user / conversation',
      ),
      principalWorkers: opt(
        v.object({
          enabled: opt(v.boolean(), 'People may enrol machines of their own', { default: true }),
          maxPerUser: opt(v.pipe(v.number(), v.integer(), v.minValue(0)), 'Machines of one person', {
            default: 5,
          }),
        }),
        'Machines of people',
      ),
      environments: opt(v.array(Environment), 'Places where code may run'),
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
