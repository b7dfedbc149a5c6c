/** Which environment variables reach the Worker, under LibreChat's names where it has one. Everything else stays out. */
import { LIBRECHAT_NAMES } from '../config/librechat-names.ts'

export const PASSED = [
  'ALLOW_REGISTRATION',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_MODELS',
  'ANTHROPIC_REVERSE_PROXY',
  'ANTHROPIC_USE_VERTEX',
  'ANTHROPIC_VERTEX_REGION',
  'APP_TITLE',
  'AZURE_API_KEY',
  'AZURE_OPENAI_API_DEPLOYMENT_NAME',
  'AZURE_OPENAI_API_INSTANCE_NAME',
  'AZURE_OPENAI_API_VERSION',
  'AZURE_OPENAI_DEFAULT_MODEL',
  'AZURE_OPENAI_MODELS',
  'AZURE_USE_MODEL_AS_DEPLOYMENT_NAME',
  'BEDROCK_AWS_ACCESS_KEY_ID',
  'BEDROCK_AWS_BEARER_TOKEN',
  'BEDROCK_AWS_DEFAULT_REGION',
  'BEDROCK_AWS_MODELS',
  'BEDROCK_AWS_SECRET_ACCESS_KEY',
  'BEDROCK_AWS_SESSION_TOKEN',
  'BEDROCK_REVERSE_PROXY',
  'CHECK_BALANCE',
  'CLOUDFLARE_ACCOUNT_ID',
  'CLOUDFLARE_API_TOKEN',
  'CREDS_KEY',
  'CUSTOM_FOOTER',
  'DOMAIN_CLIENT',
  'DOMAIN_SERVER',
  'ENDPOINTS',
  'GEMINI_API_KEY',
  'GOOGLE_AUTH_HEADER',
  'GOOGLE_CLOUD_LOCATION',
  'GOOGLE_CLOUD_PROJECT',
  'GOOGLE_EXCLUDE_SAFETY_SETTINGS',
  'GOOGLE_KEY',
  'GOOGLE_LOC',
  'GOOGLE_MODELS',
  'GOOGLE_PROJECT_ID',
  'GOOGLE_REVERSE_PROXY',
  'GOOGLE_SAFETY_CIVIC_INTEGRITY',
  'GOOGLE_SAFETY_DANGEROUS_CONTENT',
  'GOOGLE_SAFETY_HARASSMENT',
  'GOOGLE_SAFETY_HATE_SPEECH',
  'GOOGLE_SAFETY_SEXUALLY_EXPLICIT',
  'GOOGLE_TITLE_MODEL',
  'HELP_AND_FAQ_URL',
  'LIMIT_MESSAGE_IP',
  'LIMIT_MESSAGE_USER',
  'LOGIN_MAX',
  'LOGIN_WINDOW',
  'MESSAGE_IP_MAX',
  'MESSAGE_IP_WINDOW',
  'MESSAGE_USER_MAX',
  'MESSAGE_USER_WINDOW',
  'MIN_PASSWORD_LENGTH',
  'NO_INDEX',
  'OLLAMA_BASE_URL',
  'OPENAI_API_KEY',
  'OPENAI_MODELS',
  'OPENAI_MODERATION',
  'OPENAI_MODERATION_API_KEY',
  'OPENAI_MODERATION_REVERSE_PROXY',
  'OPENAI_ORGANIZATION',
  'OPENAI_REVERSE_PROXY',
  'OPENAI_TITLE_MODEL',
  'REFRESH_TOKEN_EXPIRY',
  'REGISTER_MAX',
  'REGISTER_WINDOW',
  'START_BALANCE',
  'TITLE_CONVO',
  'TRUST_PROXY',
  'VERTEX_PROJECT_ID',
  'WORKERS_AI_BASE_URL',
  'WORKERS_AI_MODELS',
]

/** Names that the command line itself reads. */
const READ_HERE = [
  'CONFIG_BYPASS_VALIDATION',
  'CONFIG_PATH',
  'GOOGLE_SERVICE_KEY_FILE',
  'HOST',
  'NODE_EXTRA_CA_CERTS',
  'PORT',
]

/**
 * A line on those of LibreChat's names in `.env` that have no effect here; none when there are none. `used`: the names that
 * `librechat.yaml` fills in.
 */
export function notesOnNames(written: readonly string[], used: readonly string[] = []): string[] {
  const idle = written
    .filter((name) => LIBRECHAT_NAMES.includes(name) && !hasEffect(name) && !used.includes(name))
    .sort()
  return idle.length > 0 ? [`.env: accepted, no effect yet: ${idle.join(', ')}`] : []
}

/** Whether a name of LibreChat's `.env` does something here. */
export function hasEffect(name: string): boolean {
  return PASSED.includes(name) || READ_HERE.includes(name)
}

/** The variables of `env` that become bindings; empty ones count as not set, as LibreChat's example file leaves them. */
export function bindingsFrom(env: NodeJS.ProcessEnv): Record<string, string> {
  const names = Object.keys(env).filter((name) => PASSED.includes(name) || name.startsWith('PARLEY_'))
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
}
