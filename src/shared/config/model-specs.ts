/** Models with a name and settings of their own. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'

/** The settings that come with a spec: the shape of LibreChat's presets. */
export const Preset = v.object({
  endpoint: opt(v.nullable(v.string()), 'Endpoint key or custom endpoint name', { works: true }),
  endpointType: opt(
    v.nullable(
      v.picklist([
        'azureOpenAI',
        'openAI',
        'google',
        'anthropic',
        'assistants',
        'azureAssistants',
        'agents',
        'custom',
        'bedrock',
      ]),
    ),
    'Base type for custom endpoints',
  ),
  archivedAt: opt(v.nullable(v.string()), '(conversation field leaking into the schema) archive time'),
  pinned: opt(v.boolean(), '(conversation field) pinned flag'),
  isShared: opt(v.boolean(), '(conversation field) has active share'),
  tools: opt(
    v.union([
      v.array(
        v.object({
          name: req(v.string(), 'legacy plugin'),
          pluginKey: req(v.string(), 'legacy plugin id'),
          description: opt(v.string(), 'legacy'),
          icon: opt(v.string(), 'legacy'),
          authConfig: opt(
            v.array(
              v.object({
                authField: req(v.string(), 'env-style field name(s), `||` alternatives'),
                label: req(v.string(), 'label'),
                description: req(v.string(), 'help'),
                optional: opt(v.boolean(), 'optional'),
                sensitive: opt(v.boolean(), 'mask'),
              }),
            ),
            'legacy per-user key fields',
          ),
          authenticated: opt(v.boolean(), 'runtime flag'),
          chatMenu: opt(v.boolean(), 'show in chat menu'),
          isButton: opt(v.boolean(), 'legacy'),
          toolkit: opt(v.boolean(), 'expands to several tools'),
        }),
      ),
      v.array(v.string()),
    ]),
    'Tool list: plugin objects (legacy) or tool ids',
  ),
  modelLabel: opt(v.nullable(v.string()), 'Name shown for the assistant', { works: true }),
  userLabel: opt(v.string(), 'legacy'),
  model: opt(v.nullable(v.string()), 'Model id', { works: true }),
  promptPrefix: opt(v.nullable(v.string()), 'Custom instructions / system prompt', { works: true }),
  temperature: opt(v.nullable(v.number()), 'Sampling', { works: true }),
  topP: opt(v.number(), 'Anthropic/Google/Bedrock', { works: true }),
  topK: opt(v.number(), 'Anthropic/Google/Bedrock', { works: true }),
  top_p: opt(v.number(), 'OpenAI family', { works: true }),
  frequency_penalty: opt(v.number(), 'OpenAI family', { works: true }),
  presence_penalty: opt(v.number(), 'OpenAI family', { works: true }),
  maxOutputTokens: opt(v.nullable(v.union([v.number(), v.string()])), 'Anthropic/Google', { works: true }),
  maxContextTokens: opt(v.union([v.number(), v.string()]), 'Context budget override', { works: true }),
  max_tokens: opt(v.union([v.number(), v.string()]), 'OpenAI family', { works: true }),
  promptCache: opt(v.boolean(), 'Anthropic/Bedrock/OpenRouter prompt caching', { works: true }),
  promptCacheTtl: opt(v.picklist(['5m', '1h']), 'Cache TTL', { works: true }),
  system: opt(v.string(), 'Bedrock system prompt', { works: true }),
  thinking: opt(v.boolean(), 'Extended thinking (Anthropic/Google)', { works: true }),
  thinkingBudget: opt(v.union([v.number(), v.string()]), 'Thinking token budget', { works: true }),
  thinkingLevel: opt(v.picklist(['', 'minimal', 'low', 'medium', 'high']), 'Gemini 3 thinking level', {
    works: true,
  }),
  stream: opt(v.boolean(), 'Streaming'),
  artifacts: opt(v.string(), 'Artifact mode'),
  context: opt(v.nullable(v.string()), 'legacy PaLM context'),
  examples: opt(
    v.array(
      v.object({
        input: req(
          v.object({
            content: req(v.string(), 'legacy'),
          }),
          'legacy',
        ),
        output: req(
          v.object({
            content: req(v.string(), 'legacy'),
          }),
          'legacy',
        ),
      }),
    ),
    'legacy PaLM examples',
  ),
  resendFiles: opt(v.boolean(), 'Re-send attachments every turn', { works: true }),
  imageDetail: opt(v.picklist(['low', 'auto', 'high']), 'Vision detail', { works: true }),
  reasoning_effort: opt(
    v.nullable(v.picklist(['', 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])),
    'OpenAI/OpenRouter/Bedrock reasoning effort',
    { works: true },
  ),
  reasoning_summary: opt(
    v.nullable(v.picklist(['', 'auto', 'concise', 'detailed'])),
    'Responses API reasoning summary',
    { works: true },
  ),
  reasoning_mode: opt(
    v.nullable(v.picklist(['', 'standard', 'pro'])),
    'OpenAI reasoning mode (standard/pro)',
  ),
  reasoning_context: opt(
    v.nullable(v.picklist(['', 'auto', 'current_turn', 'all_turns'])),
    "Which turns' reasoning is replayed",
  ),
  verbosity: opt(v.nullable(v.picklist(['', 'low', 'medium', 'high'])), 'GPT-5 verbosity', { works: true }),
  useResponsesApi: opt(v.boolean(), 'Use /v1/responses', { works: true }),
  effort: opt(v.nullable(v.picklist(['', 'low', 'medium', 'high', 'xhigh', 'max'])), 'Anthropic effort', {
    works: true,
  }),
  thinkingDisplay: opt(v.nullable(v.picklist(['auto', 'summarized', 'omitted'])), 'Claude thinking display', {
    works: true,
  }),
  web_search: opt(v.boolean(), 'Provider-native web search', { works: true }),
  url_context: opt(v.boolean(), 'Gemini URL context', { works: true }),
  disableStreaming: opt(v.boolean(), 'Turn off streaming', { works: true }),
  assistant_id: opt(v.string(), 'Assistants endpoint'),
  agent_id: opt(v.string(), 'Agents endpoint'),
  subagentThread: opt(
    v.object({
      rootConversationId: req(v.pipe(v.string(), v.minLength(1)), 'root'),
      parentConversationId: req(v.pipe(v.string(), v.minLength(1)), 'parent'),
      parentMessageId: req(v.pipe(v.string(), v.minLength(1)), 'parent message'),
      parentToolCallId: req(v.pipe(v.string(), v.minLength(1)), 'spawning call'),
      parentAgentId: opt(v.pipe(v.string(), v.minLength(1)), 'parent agent'),
      subagentType: req(v.pipe(v.string(), v.minLength(1)), 'child type'),
      subagentKind: req(v.picklist(['agent', 'graph']), 'agent or graph'),
      depth: req(v.pipe(v.number(), v.integer(), v.gtValue(0)), 'nesting'),
    }),
    '(conversation field) view-only child thread pointer',
  ),
  region: opt(v.string(), 'Bedrock region'),
  maxTokens: opt(v.union([v.number(), v.string()]), 'Bedrock output cap', { works: true }),
  additionalModelRequestFields: opt(v.unknown(), 'Bedrock raw extra fields'),
  instructions: opt(v.string(), 'Assistants instructions override', { works: true }),
  additional_instructions: opt(v.string(), 'Assistants extra instructions'),
  append_current_datetime: opt(v.boolean(), 'Assistants: append date/time'),
  stop: opt(v.array(v.string()), 'Stop sequences', { works: true }),
  greeting: opt(v.string(), 'Landing text', { works: true }),
  iconURL: opt(v.nullable(v.string()), 'Icon, where the spec itself has none', { works: true }),
  isTemporary: opt(v.boolean(), 'Temporary chat flag'),
  fileTokenLimit: opt(v.union([v.number(), v.string()]), 'File text token cap', { works: true }),
})
export type Preset = v.InferOutput<typeof Preset>

/** A model by its endpoint. */
const Route = v.object({
  endpoint: req(v.pipe(v.string(), v.minLength(1)), 'Endpoint', { works: true }),
  model: req(v.pipe(v.string(), v.minLength(1)), 'Model', { works: true }),
})

export const ModelSpecs = {
  modelSpecs: opt(
    v.object({
      enforce: opt(v.boolean(), 'Only specs may be used', { default: false, works: true }),
      prioritize: opt(v.boolean(), 'Specs listed first / default chosen', { default: true, works: true }),
      list: opt(
        v.array(
          v.object({
            name: req(v.string(), 'Unique id (also ?spec=)', { works: true }),
            label: req(v.string(), 'Display name', { works: true }),
            preset: req(Preset, 'Preset object (fields below)'),
            fallback: opt(
              v.array(Route),
              'Asked in this order when the model of the preset cannot answer. Not a key of LibreChat, which leaves it out',
              { works: true },
            ),
            balance: opt(
              v.array(
                v.object({
                  ...Route.entries,
                  weight: opt(v.pipe(v.number(), v.gtValue(0)), 'Share of the work', {
                    default: 1,
                    works: true,
                  }),
                }),
              ),
              'Models that share the work with that of the preset. Not a key of LibreChat, which leaves it out',
              { works: true },
            ),
            weight: opt(v.pipe(v.number(), v.gtValue(0)), 'Share of the work of the model of the preset', {
              default: 1,
              works: true,
            }),
            order: opt(v.number(), 'Sort order', { works: true }),
            default: opt(v.boolean(), 'Always the new-chat default', { works: true }),
            softDefault: opt(v.boolean(), 'Default only when the user has no last choice', { works: true }),
            description: opt(v.string(), 'Subtitle', { works: true }),
            group: opt(
              v.string(),
              'Menu group: an endpoint name nests it there; other string makes a custom group',
              { works: true },
            ),
            groupIcon: opt(v.string(), 'Custom group icon; the first of a group counts', { works: true }),
            showIconInMenu: opt(v.boolean(), 'Icon in menu', { works: true }),
            showIconInHeader: opt(v.boolean(), 'Icon in header'),
            showOnLanding: opt(v.boolean(), 'Show name/description on landing', { works: true }),
            conversation_starters: opt(v.array(v.string()), 'Starter prompts', { works: true }),
            showInMenu: opt(v.boolean(), 'Hide from menu but keep addressable', { works: true }),
            iconURL: opt(v.string(), 'Icon URL or endpoint key', { works: true }),
            authType: opt(v.picklist(['override_auth', 'user_provided', 'system_defined']), 'Key source'),
            hideBadgeRow: opt(v.boolean(), 'Hide tool badges'),
            webSearch: opt(v.boolean(), 'Pre-enable web search'),
            fileSearch: opt(v.boolean(), 'Pre-enable file search'),
            executeCode: opt(v.boolean(), 'Pre-enable code'),
            memory: opt(v.boolean(), 'Pre-enable memory tools'),
            askUserQuestion: opt(v.boolean(), 'Pre-enable the ask-user tool'),
            runInBackground: opt(
              v.union([v.boolean(), v.array(v.string())]),
              'true or tool ids allowed to run in background',
            ),
            describeIntent: opt(
              v.union([v.boolean(), v.array(v.string())]),
              'true or tool ids that carry intent labels',
            ),
            artifacts: opt(
              v.union([v.string(), v.boolean()]),
              'Artifact mode (default / shadcnui / custom / true)',
            ),
            mcpServers: opt(v.array(v.string()), 'Server names pre-enabled'),
            skills: opt(v.union([v.boolean(), v.array(v.string())]), 'true or allowlist'),
            subagents: opt(
              v.object({
                enabled: opt(v.boolean(), 'Switch'),
                allowSelf: opt(v.boolean(), 'Self-spawn'),
                agent_ids: opt(v.pipe(v.array(v.string()), v.maxLength(10)), 'Allowed children (≤10)'),
              }),
              'Ephemeral-agent subagent config (agent_ids stay server-side)',
            ),
          }),
        ),
        'Specs',
        { default: [] },
      ),
      addedEndpoints: opt(v.array(v.string()), 'Endpoints still shown beside specs', { works: true }),
    }),
    'Curated named presets',
  ),
}
