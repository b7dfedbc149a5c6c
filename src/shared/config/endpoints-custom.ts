/** `endpoints.custom[]` of `librechat.yaml`. */
import * as v from 'valibot'
import { shared } from './endpoints-shared.ts'
import { opt, req } from './key.ts'

export const CustomEndpoint = v.object({
  ...shared,
  headers: opt(
    v.record(v.string(), v.string()),
    'Extra request headers ({{LIBRECHAT_USER_*}} etc. and ${ENV})',
    { default: {}, works: true },
  ),
  models: req(
    v.object({
      default: opt(
        v.array(
          v.union([
            v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
            v.object({
              name: req(v.pipe(v.string(), v.minLength(1), v.maxLength(256)), 'Model id', { works: true }),
              description: opt(v.string(), 'Subtitle', { works: true }),
            }),
          ]),
        ),
        'Static list (strings or {name, description})',
        { default: [], works: true },
      ),
      fetch: opt(v.boolean(), 'Fetch list from {baseURL}/models', { default: false, works: true }),
      userIdQuery: opt(v.boolean(), 'Add user id to the fetch', { works: true }),
    }),
    'Model list',
  ),
  apiKey: req(v.string(), 'Key (env ref or user_provided)', { works: true }),
  apiKeyPreview: opt(v.string(), 'Masked preview'),
  name: req(
    v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(128)),
    'Custom endpoint name (unique; reserved names refused)',
    { works: true },
  ),
  iconURL: opt(v.string(), 'Icon', { works: true }),
  summarize: opt(v.boolean(), 'Summarise what does not fit any more (what summarization does today)'),
  summaryModel: opt(v.string(), 'Model for summaries'),
  modelDisplayLabel: opt(v.string(), 'Assistant label', { works: true }),
  provider: opt(v.literal('anthropic'), '`anthropic` = speak Anthropic Messages to this baseURL', {
    works: true,
  }),
  addParams: opt(v.record(v.string(), v.unknown()), 'Extra body params', { works: true }),
  dropParams: opt(v.array(v.string()), 'Params removed', { works: true }),
  customParams: opt(
    v.object({
      defaultParamsEndpoint: opt(
        v.string(),
        'Whose parameter set to show (custom/openAI/anthropic/google/bedrock/openrouter...)',
        { default: 'custom', works: true },
      ),
      reasoningFormat: opt(
        v.picklist(['disabled', 'reasoning_effort', 'reasoning_object']),
        'How reasoning effort is sent',
        { works: true },
      ),
      reasoningKey: opt(v.picklist(['reasoning', 'reasoning_content']), 'Field reasoning arrives in', {
        works: true,
      }),
      includeReasoningContent: opt(v.boolean(), 'Send reasoning back on tool turns', { works: true }),
      includeReasoningHistory: opt(v.boolean(), 'Send reasoning of all turns', { works: true }),
      paramDefinitions: opt(
        v.array(
          v.object({
            key: req(v.string(), 'Parameter key', { works: true }),
            description: opt(v.string(), 'Help text', { works: true }),
            type: opt(v.picklist(['number', 'boolean', 'string', 'enum', 'array']), 'Value type'),
            default: opt(v.union([v.number(), v.boolean(), v.string(), v.array(v.string())]), 'Default', {
              works: true,
            }),
            showLabel: opt(v.boolean(), 'Show label', { works: true }),
            showDefault: opt(v.boolean(), 'Show default', { works: true }),
            options: opt(v.array(v.string()), 'Options', { works: true }),
            range: opt(
              v.object({
                min: req(v.number(), 'Min', { works: true }),
                max: req(v.number(), 'Max', { works: true }),
                step: opt(v.number(), 'Step', { works: true }),
              }),
              'Numeric range',
            ),
            enumMappings: opt(
              v.record(v.string(), v.union([v.number(), v.boolean(), v.string()])),
              'Option -> value map',
              { works: true },
            ),
            component: opt(
              v.picklist([
                'input',
                'textarea',
                'slider',
                'checkbox',
                'switch',
                'dropdown',
                'combobox',
                'tags',
              ]),
              'Control',
              { works: true },
            ),
            optionType: opt(v.picklist(['conversation', 'model', 'custom']), 'Where stored'),
            columnSpan: opt(v.pipe(v.number(), v.integer(), v.minValue(0)), 'Grid span', { works: true }),
            columns: opt(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4)), 'Grid columns', {
              works: true,
            }),
            label: opt(v.string(), 'Label', { works: true }),
            placeholder: opt(v.string(), 'Placeholder', { works: true }),
            labelCode: opt(v.boolean(), 'Label is an i18n key', { works: true }),
            placeholderCode: opt(v.boolean(), 'Placeholder is an i18n key', { works: true }),
            descriptionCode: opt(v.boolean(), 'Description is an i18n key', { works: true }),
            minText: opt(v.number(), 'Min length'),
            maxText: opt(v.number(), 'Max length'),
            minTags: opt(v.pipe(v.number(), v.minValue(0)), 'Min tags'),
            maxTags: opt(v.pipe(v.number(), v.minValue(0)), 'Max tags', { works: true }),
            includeInput: opt(v.boolean(), 'Numeric input beside slider', { works: true }),
            descriptionSide: opt(v.picklist(['top', 'right', 'bottom', 'left']), 'Tooltip side'),
            searchPlaceholder: opt(v.string(), 'Combobox search hint'),
            selectPlaceholder: opt(v.string(), 'Combobox select hint'),
            searchPlaceholderCode: opt(v.boolean(), 'i18n key flag'),
            selectPlaceholderCode: opt(v.boolean(), 'i18n key flag'),
          }),
        ),
        'Override/define parameter controls',
      ),
    }),
    'Parameter UI/behaviour override',
  ),
  directEndpoint: opt(v.boolean(), 'Use baseURL verbatim, no /chat/completions suffix', { works: true }),
  titleMessageRole: opt(v.picklist(['system', 'user', 'assistant']), 'Role used in title request', {
    works: true,
  }),
  tokenConfig: opt(
    v.record(
      v.string(),
      v.object({
        prompt: req(v.number(), 'USD per 1M input', { works: true }),
        completion: req(v.number(), 'USD per 1M output', { works: true }),
        context: req(v.number(), 'Context window', { works: true }),
        cacheRead: opt(v.number(), 'USD per 1M', { works: true }),
        cacheWrite: opt(v.number(), 'USD per 1M', { works: true }),
      }),
    ),
    'Price/context per model',
    { works: true },
  ),
  baseURL: req(
    v.union([v.literal('user_provided'), v.pipe(v.string(), v.url('must be a URL'))], 'must be a URL'),
    'Address of the server, as its OpenAI-compatible API has it, or user_provided',
    { works: true },
  ),
})
export type CustomEndpoint = v.InferOutput<typeof CustomEndpoint>
