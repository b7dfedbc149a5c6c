/**
 * Three groups, one after another, because each may load a machine by itself: plain Node, real objects in workerd, and
 * the real server. `npx vitest run --project node test/room` runs a part.
 */
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { virtualModules } from './src/cli/build/vite-plugin.ts'

const IN_WORKERD = ['test/workerd/**/*.test.ts', 'test/access/**/*.test.ts']
const REAL_SERVER = ['cli', 'kill', 'sockets', 'e2e'].map((folder) => `test/${folder}/**/*.test.ts`)

// wrangler.toml names this folder, and the tests need no build.
mkdirSync('dist/web', { recursive: true })

// A browser, or a timer, on a loaded machine may miss a beat once; what is broken fails every time.
const [RETRY, RETRY_IN_BROWSER] = process.env.CI ? [1, 2] : [0, 0]

const jwtKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [virtualModules()],
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: {
          name: 'node',
          retry: RETRY,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...IN_WORKERD, ...REAL_SERVER],
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [
          virtualModules(),
          cloudflareTest({
            main: './src/worker/index.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                JWT_PRIVATE_KEY: JSON.stringify({ ...jwtKey, alg: 'ES256' }),
                CREDS_KEY: 'f'.repeat(64),
                CONFIG: JSON.stringify({ version: '1.3.1', endpoints: { custom: [] } }),
                // No test may find a model server that happens to run on the machine.
                OLLAMA_BASE_URL: 'http://127.0.0.1:9',
              },
            },
          }),
        ],
        test: {
          name: 'workerd',
          retry: RETRY,
          include: IN_WORKERD,
          // Two runtimes at once is what a small machine bears.
          maxWorkers: 2,
          testTimeout: 20_000,
          teardownTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'server',
          include: REAL_SERVER,
          // Each file starts servers and measures time, so they must not disturb each other.
          fileParallelism: false,
          retry: RETRY_IN_BROWSER,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
