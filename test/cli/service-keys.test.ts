/** Keys of Google's service accounts: read where the operator says they are, and told to the Worker alone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { checkConfig } from '../../src/cli/config/read.ts'
import { serviceKeys } from '../../src/cli/start/service-keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

const KEY = {
  type: 'service_account',
  client_email: 'a@b.example',
  private_key: 'pem\\nend',
  project_id: 'p',
}
const SHORT = { client_email: 'a@b.example', private_key: 'pem\nend', project_id: 'p' }
const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const path = file('key.json', JSON.stringify(KEY))
const config = (yaml = '') => checkConfig(`version: 1.3.1\n${yaml}`, 'librechat.yaml', {}).config
const VERTEX = `endpoints:\n  anthropic:\n    vertex:\n      region: global\n      serviceKeyFile: ${path}\n`

it.each([
  ['a path', path],
  ['the text', JSON.stringify(KEY)],
  ['the text in Base64', Buffer.from(JSON.stringify(KEY)).toString('base64')],
])('takes %s, and of the key what is used', async (_, value) => {
  const { keys, notes } = await serviceKeys(config(), { GOOGLE_SERVICE_KEY_FILE: value })
  expect(JSON.parse(keys.PARLEY_GOOGLE_SERVICE_KEY!)).toEqual(SHORT)
  expect(notes).toEqual([])
})

it('of librechat.yaml: a variable of its own, and nothing of it in the configuration', async () => {
  const whole = config(VERTEX)
  const { keys } = await serviceKeys(whole, {})
  expect(Object.keys(keys)).toEqual(['PARLEY_ANTHROPIC_SERVICE_KEY'])
  expect(JSON.stringify(whole)).not.toContain('a@b.example')
  expect(await serviceKeys(config(VERTEX.replace('region: global', 'enabled: false')), {})).toEqual({
    keys: {},
    notes: [],
  })
})

it('says that Claude on Vertex AI has no key', async () => {
  const { notes } = await serviceKeys(config(), { ANTHROPIC_USE_VERTEX: 'true' })
  expect(notes).toEqual([
    'Claude on Vertex AI has no key: name one in serviceKeyFile or GOOGLE_SERVICE_KEY_FILE',
  ])
})

it.each([
  [join(folder, 'none.json'), /^GOOGLE_SERVICE_KEY_FILE cannot be read from .*none.json \(ENOENT/],
  [file('text.json', 'hello'), 'GOOGLE_SERVICE_KEY_FILE is no key of a service account: it is not JSON'],
  ['{"client_email":"a"}', /lacks client_email or private_key$/],
  // What was meant to be a key and is none is shown to nobody.
  [`'{"private_key":"hidden-1"}'`, /^(?!.*hidden)/],
  ['-----BEGIN PRIVATE KEY-----\nhidden-1\n-----END PRIVATE KEY-----', /^(?!.*hidden)/s],
  ['http://ann:hidden-1@127.0.0.1:9/k.json?token=hidden-2', /^(?!.*hidden).*127\.0\.0\.1:9\/k\.json/],
])('does not start with %s', async (value, message) => {
  await expect(serviceKeys(config(), { GOOGLE_SERVICE_KEY_FILE: value })).rejects.toThrow(message)
})
