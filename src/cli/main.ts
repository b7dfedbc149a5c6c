/** The terminal's way in: `main.ts COMMAND [OPTION...]`. Commands are loaded when asked for, so that a start is quick. */
import { enableCompileCache } from 'node:module'
import { Refusal } from './refusal.ts'

enableCompileCache()

const COMMANDS: Record<string, () => Promise<{ run(args: string[]): Promise<number> }>> = {
  start: () => import('./start/start.ts'),
  dev: () => import('./dev.ts'),
  build: () => import('./build/command.ts'),
  check: () => import('./check.ts'),
  test: () => import('./test.ts'),
  deploy: () => import('./deploy.ts'),
  balance: () => import('./balance/command.ts'),
  config: () => import('./config/command.ts'),
}

const [name = '', ...args] = process.argv.slice(2)
try {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command)
    throw new Refusal(`no command is named "${name}": use one of ${Object.keys(COMMANDS).join(', ')}`)
  process.exitCode = await (await command()).run(args)
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error)
  process.exitCode = 1
}
