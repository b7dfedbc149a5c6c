/** What a start is told, and by whom, and what it answers to nonsense. */
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { bindingsFrom, PASSED } from '../../src/cli/start/environment.ts'
import { readOptions } from '../../src/cli/start/options.ts'
import { newFolder, refusedStart } from './house.ts'

const folder = newFolder()
afterEach(() => vi.unstubAllEnvs())

it('takes an option before the environment, and has LibreChat’s defaults', () => {
  vi.stubEnv('PORT', undefined)
  vi.stubEnv('HOST', undefined)
  expect(readOptions([])).toMatchObject({ port: 3080, host: 'localhost' })
  vi.stubEnv('PORT', '4000')
  vi.stubEnv('HOST', '0.0.0.0')
  expect(readOptions([])).toMatchObject({ port: 4000, host: '0.0.0.0' })
  expect(readOptions(['--port', '5000'])).toMatchObject({ port: 5000, host: '0.0.0.0' })
})

it('takes paths from where the command was given', () => {
  vi.stubEnv('INIT_CWD', folder)
  expect(readOptions(['--data', 'd', '--config', '../c.yaml'])).toMatchObject({
    data: `${folder}/d`,
    config: { path: expect.stringMatching(/^\/.*c\.yaml$/), asked: true },
  })
})

it.each([
  [['--prot', '1'], /^Unknown option '--prot': npm start -- \[--port/],
  [['--port', 'many'], /^port "many" is not a port: give a number/],
  [['--port', '70000'], /^port "70000" is not a port/],
  [['stray'], /npm start -- \[--port/],
  [['--config', '/nowhere/x.yaml'], /^the configuration file \/nowhere\/x.yaml does not exist: give another/],
  [['--config', 'http://127.0.0.1:9/x.yaml'], /cannot be fetched from .*: give another with --config/],
  [
    ['--host', 'no.such.host.invalid', '--data', `${folder}/data`],
    /^host "no.such.host.invalid" is no address of this/,
  ],
])('refuses %j in one line', async (args, said) => {
  const refused = await refusedStart(args)
  expect(refused.said).toMatch(said)
  expect(refused.said).not.toContain('\n')
  expect(refused.code).toBe(1)
})

it('refuses a folder that is a file, and one below a file', async () => {
  writeFileSync(`${folder}/file`, '')
  const file = await refusedStart(['--data', `${folder}/file`])
  expect(file).toEqual({
    code: 1,
    said: `the data folder ${folder}/file cannot be used, ${folder}/file is a file: choose another with --data`,
  })
  const below = await refusedStart(['--data', `${folder}/file/data`])
  expect(below.said).toMatch(/cannot be used, .* lies below a file: choose another with --data$/)
  expect(below.code).toBe(1)
})

it('refuses a port that is taken', async () => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  const refused = await refusedStart([
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--data',
    `${folder}/data`,
  ])
  server.close()
  expect(refused).toEqual({
    code: 1,
    said: `port ${port} on 127.0.0.1 is taken by another program: end that one, or choose another with --port`,
  })
})

it('refuses secrets that are damaged, rather than signing everybody out', async () => {
  writeFileSync(`${folder}/data/secrets.json`, '{"JWT_PRIVATE_KEY":')
  const refused = await refusedStart(['--port', '0', '--data', `${folder}/data`])
  expect(refused.said).toBe(
    `${folder}/data/secrets.json is damaged: restore it, or remove it, which signs everybody out`,
  )
  expect(refused.code).toBe(1)
})

it('gives the Worker the variables it knows, and no others', async () => {
  expect(
    bindingsFrom({ OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: '', PARLEY_STALL_MS: '5', HOME: '/x' }),
  ).toEqual({
    OPENAI_API_KEY: 'k',
    PARLEY_STALL_MS: '5',
  })
  // Every optional text that the Worker's type names is passed on, and every name that an object asks for.
  const { globSync, readFileSync } = await import('node:fs')
  const named = [
    ...readFileSync('src/worker/env.ts', 'utf8').matchAll(/^ {2}([A-Z_]+)\?: string/gm),
    ...globSync('src/durable/**/*.ts').flatMap((path) => [
      ...readFileSync(path, 'utf8').matchAll(/\(env, '([A-Z_]+)'/g),
    ]),
  ]
  expect(named.length).toBeGreaterThan(30)
  for (const [, name = ''] of named) {
    if (name !== 'CONFIG' && !name.startsWith('PARLEY_')) expect(PASSED).toContain(name)
  }
})
