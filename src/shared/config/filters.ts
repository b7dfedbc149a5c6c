/** What is held back of what people write, by where they write it. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'
import { PatternText } from './pattern.ts'

const STARTERS = ['sk_prefix', 'bearer_header', 'api_key_header'] as const

const Pattern = v.object({
  id: req(v.pipe(v.string(), v.minLength(1)), 'Id'),
  label: req(v.pipe(v.string(), v.minLength(1)), 'Name shown to the user'),
  regex: req(PatternText, 'Pattern'),
})

/** The same for every source; which fields there are is the source's. */
function pii<const F extends readonly string[]>(fields: F, about: string, more: v.ObjectEntries = {}) {
  return v.object({
    pii: opt(
      v.object({
        action: opt(v.picklist(['block', 'audit']), 'Refuse, or only note', { default: 'block' }),
        fields: opt(v.array(v.picklist(fields)), 'Only these fields'),
        starterPatterns: opt(v.array(v.picklist(STARTERS)), 'Built-in patterns; all where nothing is said'),
        customPatterns: opt(v.array(Pattern), 'Own regexes'),
        ...more,
      }),
      about,
    ),
  })
}

const INSTRUCTIONS = ['instructions', 'additional_instructions'] as const

const MESSAGES = [
  'name',
  'text',
  'summary',
  'quote',
  'answer',
  'decision_response',
  'decision_reason',
  'content_part',
  'attachment_reference',
  'assembled_context',
] as const

const PROMPTS = [
  'name',
  'description',
  'oneliner',
  'category',
  'command',
  'text',
  'preset_text',
  'system',
  'context',
  ...INSTRUCTIONS,
  'greeting',
  'example_input',
  'example_output',
] as const

const AGENTS = [
  'name',
  'category',
  'description',
  ...INSTRUCTIONS,
  'edge_description',
  'edge_prompt',
  'edge_prompt_key',
  'artifacts',
  'support_contact_name',
  'support_contact_email',
] as const

const SKILLS = [
  'name',
  'display_title',
  'description',
  'category',
  'frontmatter',
  'instructions',
  'imported_text',
  'file_name',
  'file_text',
] as const

const ACTIONS = [
  'raw_spec',
  'domain',
  'privacy_policy_url',
  'authorization_type',
  'custom_auth_header',
  'authorization_content_type',
  'authorization_url',
  'client_url',
  'scope',
  'token_exchange_method',
  'api_key',
  'oauth_client_id',
  'oauth_client_secret',
] as const

export const Filters = {
  filters: opt(
    v.object({
      messages: opt(
        v.object({
          ...pii(MESSAGES, 'Patterns').entries,
          unattributedAssistantContent: opt(
            v.picklist(['model_output', 'inspect']),
            'What answers without a known author count as',
            { default: 'model_output' },
          ),
        }),
        'Messages',
      ),
      prompts: opt(pii(PROMPTS, 'Patterns'), 'Prompts and presets'),
      agentInstructions: opt(pii(AGENTS, 'Patterns'), 'Agents'),
      conversationStarters: opt(pii(['text'], 'Patterns'), 'Conversation starters'),
      conversationTitles: opt(pii(['title'], 'Patterns'), 'Titles'),
      feedback: opt(pii(['text'], 'Patterns'), 'Notes at thumbs'),
      skills: opt(pii(SKILLS, 'Patterns'), 'Skills'),
      memories: opt(pii(['key', 'value', 'summary'], 'Patterns'), 'Memories'),
      files: opt(
        pii(['name', 'content', 'extracted_text', 'transcript', 'uri'], 'Patterns', {
          uninspectable: opt(v.picklist(['allow', 'block']), 'Files that cannot be read', {
            default: 'allow',
          }),
        }),
        'Files',
      ),
      toolArguments: opt(pii(['name', 'arguments', 'output'], 'Patterns'), 'What tools are given and give'),
      modelParameters: opt(
        pii(['stop', 'request_fields', 'response_format', 'metadata'], 'Patterns'),
        'Parameters',
      ),
      actionMetadata: opt(pii(ACTIONS, 'Patterns'), 'Actions'),
    }),
    'Filters by source, beside messageFilter',
  ),
}
