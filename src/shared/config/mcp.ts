/** MCP servers. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'

const Count = v.pipe(v.number(), v.integer(), v.gtValue(0))

export const Mcp = {
  mcpServers: opt(
    v.record(
      v.string(),
      v.object({
        title: opt(v.pipe(v.string(), v.regex(/^[a-zA-Z0-9 ]+$/)), 'Display name'),
        description: opt(v.string(), 'Display description'),
        startup: opt(v.boolean(), 'false = do not connect at boot'),
        iconPath: opt(v.string(), 'Icon'),
        timeout: opt(v.pipe(v.number(), v.integer(), v.minValue(0)), 'Tool call timeout ms'),
        sseReadTimeout: opt(v.pipe(v.number(), v.integer(), v.gtValue(0)), 'SSE read timeout'),
        initTimeout: opt(v.pipe(v.number(), v.integer(), v.minValue(0)), 'Connect timeout ms'),
        chatMenu: opt(v.boolean(), 'Show in the chat MCP dropdown (default true)'),
        serverInstructions: opt(
          v.union([v.boolean(), v.string()]),
          "true = use the server's advertised instructions; string = override; false = none",
        ),
        requiresOAuth: opt(v.boolean(), 'Skip auto-detection and force/deny OAuth'),
        oauth: opt(
          v.object({
            authorization_url: opt(v.string(), 'Authorize endpoint'),
            token_url: opt(v.string(), 'Token endpoint'),
            client_id: opt(v.string(), 'Client id'),
            client_secret: opt(v.string(), 'Client secret'),
            scope: opt(v.string(), 'Scopes'),
            redirect_uri: opt(v.string(), 'Callback override'),
            token_exchange_method: opt(
              v.picklist(['default_post', 'basic_auth_header']),
              'Credentials in POST body or Basic header',
            ),
            grant_types_supported: opt(v.array(v.string()), 'Metadata override'),
            token_endpoint_auth_methods_supported: opt(v.array(v.string()), 'Metadata override'),
            response_types_supported: opt(v.array(v.string()), 'Metadata override'),
            code_challenge_methods_supported: opt(v.array(v.string()), 'Metadata override'),
            skip_code_challenge_check: opt(v.boolean(), 'Do not require advertised S256'),
            audience: opt(v.pipe(v.string(), v.minLength(1)), 'Audience/resource parameter'),
            forward_audience_on_refresh: opt(v.boolean(), 'Send audience on refresh too'),
            revocation_endpoint: opt(v.string(), 'Revoke endpoint'),
            revocation_endpoint_auth_methods_supported: opt(v.array(v.string()), 'Metadata override'),
          }),
          'Pre-registered OAuth client settings',
        ),
        oauth_headers: opt(v.record(v.string(), v.string()), 'Extra headers on OAuth metadata/token calls'),
        apiKey: opt(
          v.object({
            key: opt(v.string(), 'The key when source=admin'),
            source: req(v.picklist(['admin', 'user']), "Shared admin key or each user's own"),
            authorization_type: req(v.picklist(['basic', 'bearer', 'custom']), 'Header style'),
            custom_header: opt(v.string(), 'Header name for custom'),
          }),
          'Simple key auth instead of OAuth',
        ),
        customUserVars: opt(
          v.record(
            v.string(),
            v.object({
              title: req(v.string(), 'Label'),
              description: req(v.string(), 'Help (HTML link allowed)'),
              sensitive: opt(v.boolean(), 'Mask the input'),
            }),
          ),
          'Per-user variables the UI asks for; usable as {{NAME}}',
        ),
        type: opt(
          v.picklist(['stdio', 'websocket', 'sse', 'streamable-http', 'http']),
          'Transport; inferred from url scheme / command if omitted',
        ),
        obo: opt(
          v.object({
            scopes: req(v.pipe(v.string(), v.minLength(1)), 'Scopes to exchange for'),
          }),
          'On-behalf-of token exchange (HTTP transports only; forbidden on stdio/ws)',
        ),
        command: opt(v.string(), 'stdio: executable'),
        args: opt(v.array(v.string()), 'stdio: args'),
        env: opt(v.record(v.string(), v.string()), 'stdio: env (expands ${VAR} and user placeholders)'),
        stderr: opt(
          v.union([
            v.picklist(['pipe', 'ignore', 'inherit']),
            v.pipe(v.number(), v.integer(), v.minValue(0)),
          ]),
          'stdio: stderr handling',
        ),
        cwd: opt(v.string(), 'stdio: working dir'),
        url: opt(v.string(), 'ws/http/sse URL (placeholders allowed)'),
        headers: opt(
          v.record(v.string(), v.string()),
          'Headers with ${ENV}, {{LIBRECHAT_USER_*}}, {{LIBRECHAT_BODY_*}}, {{LIBRECHAT_OPENID_*}}, {{LIBRECHAT_GRAPH_*}}, {{CUSTOM_VAR}}',
        ),
        requestHeaders: opt(
          v.record(v.string(), v.string()),
          'Headers sent during an answer only, above headers',
        ),
        oauthRefreshCoordination: opt(v.boolean(), 'Replicas renew tokens one at a time', { default: false }),
        oauthRefreshWaitTimeout: opt(
          v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(30_000)),
          'Ms to wait for another replica (15000)',
        ),
        oauthPersistenceWaitTimeout: opt(
          v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(840_000)),
          'Ms to wait until tokens are stored (15000)',
        ),
        proxy: opt(v.string(), 'Per-server proxy URL'),
      }),
    ),
    'Map name -> server; union of stdio / websocket / sse / streamable-http shapes',
  ),
  mcpSettings: opt(
    v.object({
      apps: opt(v.boolean(), 'MCP Apps; false: no HTML of servers at all'),
      allowedDomains: opt(
        v.array(v.string()),
        'Allowlist of remote hosts (with wildcard subdomains/scheme/port)',
      ),
      allowedAddresses: opt(v.array(v.string()), 'Private host:port exemptions from SSRF blocking'),
    }),
    'Global MCP network policy',
  ),
  mcpAppSandbox: opt(
    v.object({
      url: opt(v.pipe(v.string(), v.url('must be a URL')), 'Address of its own for apps'),
      maxSourcesPerDirective: opt(Count, 'Sources of one directive', { default: 32 }),
      maxSerializedLength: opt(Count, 'Characters of the policy', { default: 4096 }),
      maxPersistedAppBytes: opt(Count, 'Bytes of an app that are kept', { default: 1_048_576 }),
      maxAdmissionRequestsPerMinute: opt(Count, 'Requests', { default: 240 }),
      maxActiveViews: opt(Count, 'Apps at once in one browser', { default: 3 }),
      maxActionPreviewChars: opt(Count, 'Characters shown of what an app wants to do', { default: 16_384 }),
    }),
    'The sandbox of MCP Apps',
  ),
}
