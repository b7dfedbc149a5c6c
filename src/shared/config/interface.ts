/** What people see and may do. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'

const ReplyNotifications = v.object({
  tabBadge: opt(v.boolean(), 'Number in the title of the tab', { default: true }),
  desktop: opt(v.boolean(), 'Notifications of the browser', { default: true }),
  sound: opt(v.boolean(), 'A sound', { default: true }),
  pollLimit: opt(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
    'Chats looked at in the background',
    { default: 100 },
  ),
  pollIntervalMs: opt(
    v.pipe(v.number(), v.integer(), v.minValue(10_000), v.maxValue(600_000)),
    'Ms between two looks while the tab is away',
    { default: 30_000 },
  ),
  focusedRefreshMs: opt(
    v.pipe(v.number(), v.integer(), v.minValue(60_000), v.maxValue(300_000)),
    'Ms between two looks while the tab is in front',
    { default: 300_000 },
  ),
})

const Schedules = v.object({
  use: opt(v.boolean(), 'Use'),
  create: opt(v.boolean(), 'Create'),
  maxPerUser: opt(v.pipe(v.number(), v.integer(), v.minValue(0)), 'Schedules of one person', { default: 10 }),
  minIntervalMinutes: opt(v.pipe(v.number(), v.minValue(0)), 'Shortest interval', { default: 60 }),
  autoDisableAfterFailures: opt(v.pipe(v.number(), v.integer(), v.minValue(0)), 'Failures until it is off', {
    default: 5,
  }),
  admissionConcurrency: opt(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
    'Runs that get ready at once',
    { default: 20 },
  ),
  fireConcurrency: opt(v.pipe(v.number(), v.integer(), v.minValue(1)), 'Runs at once', { default: 5 }),
  mcpPreflightConcurrency: opt(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)),
    'MCP servers tried at once',
    { default: 3 },
  ),
  mcpPreflightTimeoutMs: opt(
    v.pipe(v.number(), v.integer(), v.minValue(1000), v.maxValue(600_000)),
    'Ms for trying them',
    { default: 300_000 },
  ),
  requireProject: opt(v.boolean(), 'Only in a project', { default: false }),
  projectId: opt(v.string(), 'The one project for all runs'),
})

const TraceViewer = v.object({
  enabled: opt(v.boolean(), 'Switch', { default: false }),
  showInputOutput: opt(v.boolean(), 'Also what went in and came out', { default: false }),
  showToolNames: opt(v.boolean(), 'Also the names of tools', { default: false }),
  maxRecords: opt(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
    'Records of one request',
    { default: 1000 },
  ),
  maxContentLength: opt(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
    'Characters kept of each value',
    { default: 50_000 },
  ),
  requestsPerMinute: opt(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
    'Requests of one person',
    { default: 30 },
  ),
  requestTimeoutMs: opt(
    v.pipe(v.number(), v.integer(), v.minValue(1000), v.maxValue(300_000)),
    'Ms for one request to Langfuse',
    { default: 10_000 },
  ),
})

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
      codeHighlightThrottleMs: opt(
        v.pipe(v.number(), v.integer(), v.minValue(0)),
        'Ms between two colourings of code that is still arriving (300)',
      ),
      customWelcome: opt(v.string(), 'Landing greeting; {{user.name}} substituted', { works: true }),
      mcpServers: opt(
        v.object({
          placeholder: opt(v.string(), 'Dropdown placeholder'),
          toolsRefreshInterval: opt(
            v.pipe(v.number(), v.integer(), v.minValue(0)),
            'Ms between two looks at the list of tools; 0: none (300000)',
          ),
          statusRefreshInterval: opt(
            v.pipe(v.number(), v.integer(), v.minValue(0)),
            'Ms between two looks at the state of servers; 0: none (30000)',
          ),
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
      generalChatRetention: opt(
        v.pipe(v.number(), v.minValue(1), v.maxValue(8760)),
        'Hours other chats live where retentionMode is all (default: as temporary ones)',
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
      feedback: opt(v.boolean(), 'Thumbs up and down at answers', { works: true }),
      replyNotifications: opt(ReplyNotifications, 'How a person may hear of answers they have not seen'),
      schedules: opt(v.union([v.boolean(), Schedules]), 'Scheduled chats (boolean or object)'),
      traceViewer: opt(TraceViewer, 'Viewer of the calls behind an answer, out of Langfuse'),
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
