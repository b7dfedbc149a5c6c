/** What people see and may do. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'

export const Interface = {
  interface: opt(
    v.object({
      privacyPolicy: opt(
        v.object({
          externalUrl: opt(v.string(), 'URL', { works: true }),
          openNewTab: opt(v.boolean(), 'New tab', { works: true }),
        }),
        'Footer link',
      ),
      termsOfService: opt(
        v.object({
          externalUrl: opt(v.string(), 'URL', { works: true }),
          openNewTab: opt(v.boolean(), 'New tab', { works: true }),
          modalAcceptance: opt(v.boolean(), 'Force acceptance before use', { works: true }),
          modalTitle: opt(v.string(), 'Modal title', { works: true }),
          modalContent: opt(v.union([v.string(), v.array(v.string())]), 'Markdown body', { works: true }),
        }),
        'Footer link / acceptance modal',
      ),
      customWelcome: opt(v.string(), 'Landing greeting; {{user.name}} substituted', { works: true }),
      mcpServers: opt(
        v.object({
          placeholder: opt(v.string(), 'Dropdown placeholder'),
          use: opt(v.boolean(), 'May use MCP servers'),
          create: opt(v.boolean(), 'May add servers in UI'),
          share: opt(v.boolean(), 'May share servers'),
          public: opt(v.boolean(), 'May share with everyone'),
          configureObo: opt(v.boolean(), 'May configure on-behalf-of auth'),
          trustCheckbox: opt(
            v.object({
              label: opt(v.union([v.string(), v.record(v.string(), v.string())]), 'Text or per-locale map'),
              subLabel: opt(
                v.union([v.string(), v.record(v.string(), v.string())]),
                'Text or per-locale map',
              ),
            }),
            'Extra consent checkbox when adding a server',
          ),
        }),
        'MCP menu/permissions',
      ),
      modelSelect: opt(v.boolean(), 'Show model selector', { works: true }),
      parameters: opt(v.boolean(), 'Show parameters panel', { works: true }),
      multiConvo: opt(v.boolean(), 'Allow added-conversation compare', { works: true }),
      bookmarks: opt(v.boolean(), 'Bookmarks', { works: true }),
      memories: opt(v.boolean(), 'Memories panel'),
      presets: opt(v.boolean(), 'Presets menu', { works: true }),
      prompts: opt(
        v.union([
          v.boolean(),
          v.object({
            use: opt(v.boolean(), 'Use', { works: true }),
            create: opt(v.boolean(), 'Create', { works: true }),
            share: opt(v.boolean(), 'Share'),
            public: opt(v.boolean(), 'Share with everyone'),
          }),
        ]),
        'Prompts (boolean or object)',
        { works: true },
      ),
      agents: opt(
        v.union([
          v.boolean(),
          v.object({
            use: opt(v.boolean(), 'Use'),
            create: opt(v.boolean(), 'Create'),
            share: opt(v.boolean(), 'Share'),
            public: opt(v.boolean(), 'Share with everyone'),
          }),
        ]),
        'Agents (boolean or object)',
      ),
      temporaryChat: opt(v.boolean(), 'Temporary chats', { works: true }),
      temporaryChatRetention: opt(
        v.pipe(v.number(), v.minValue(1), v.maxValue(8760)),
        'Hours temp chats live (default 720)',
        { works: true },
      ),
      autoSubmitFromUrl: opt(v.boolean(), 'Honour ?submit=true links'),
      retentionMode: opt(
        v.picklist(['all', 'temporary']),
        'all = every chat expires; temporary = only temp chats',
        { default: 'temporary' },
      ),
      retainAgentFiles: opt(v.boolean(), 'Keep agent-resource files despite retention'),
      runCode: opt(v.boolean(), 'Code interpreter'),
      webSearch: opt(v.boolean(), 'Web search'),
      contextUsage: opt(v.boolean(), 'Context gauge', { works: true }),
      contextCost: opt(v.boolean(), 'Cost figure beside the gauge', { works: true }),
      currency: opt(
        v.object({
          code: req(v.string(), 'ISO code', { works: true }),
          rate: req(v.pipe(v.number(), v.gtValue(0)), 'Multiplier from USD', { works: true }),
        }),
        'Display currency for cost',
        { works: true },
      ),
      peoplePicker: opt(
        v.object({
          users: opt(v.boolean(), 'Users'),
          groups: opt(v.boolean(), 'Groups'),
          roles: opt(v.boolean(), 'Roles'),
        }),
        'Principals searchable when sharing',
      ),
      marketplace: opt(
        v.object({
          use: opt(v.boolean(), 'Show it'),
        }),
        'Agent marketplace',
      ),
      fileSearch: opt(v.boolean(), 'File search'),
      fileCitations: opt(v.boolean(), 'Citations'),
      defaultPinnedTools: opt(v.array(v.string()), 'Tool badges pinned by default'),
      buildInfo: opt(v.boolean(), 'Show version/commit in About', { works: true }),
      remoteAgents: opt(
        v.object({
          use: opt(v.boolean(), 'Call the API'),
          create: opt(v.boolean(), 'Create keys'),
          share: opt(v.boolean(), 'Share remote agents'),
          public: opt(v.boolean(), 'Share with everyone'),
        }),
        'Agents API permissions',
      ),
      skills: opt(
        v.union([
          v.boolean(),
          v.object({
            use: opt(v.boolean(), 'Use'),
            create: opt(v.boolean(), 'Create'),
            share: opt(v.boolean(), 'Share'),
            public: opt(v.boolean(), 'Share with everyone'),
            defaultActiveOnShare: opt(v.boolean(), 'Shared skills active by default'),
          }),
        ]),
        'Skills (boolean or object)',
      ),
      sharedLinks: opt(
        v.union([
          v.boolean(),
          v.object({
            create: opt(v.boolean(), 'Create links'),
            share: opt(v.boolean(), 'Grant to users/groups'),
            public: opt(v.boolean(), 'Grant to everyone'),
            snapshotFiles: opt(v.boolean(), 'Include referenced files'),
          }),
        ]),
        'Shared links (boolean or object)',
      ),
    }),
    'Seeds the USER role permissions and UI switches',
  ),
}
