/** Which environment variables reach the Worker, under LibreChat's names where it has one. Everything else stays out. */

export const PASSED = [
  'ALLOW_REGISTRATION',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_MODELS',
  'ANTHROPIC_REVERSE_PROXY',
  'APP_TITLE',
  'DOMAIN_CLIENT',
  'DOMAIN_SERVER',
  'LOGIN_MAX',
  'LOGIN_WINDOW',
  'OLLAMA_BASE_URL',
  'OPENAI_API_KEY',
  'OPENAI_MODELS',
  'OPENAI_REVERSE_PROXY',
  'REGISTER_MAX',
  'REGISTER_WINDOW',
  'TRUST_PROXY',
]

/** The variables of `env` that become bindings; empty ones count as not set, as LibreChat's example file leaves them. */
export function bindingsFrom(env: NodeJS.ProcessEnv): Record<string, string> {
  const names = Object.keys(env).filter((name) => PASSED.includes(name) || name.startsWith('PARLEY_'))
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
}
