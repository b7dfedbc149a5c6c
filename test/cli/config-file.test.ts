/** librechat.yaml as an operator writes it: what is understood, and what is said of what is not. */
import { describe, expect, it } from 'vitest'
import { backtracks } from '../../src/cli/config/backtracking.ts'
import { configText } from '../../src/cli/config/file.ts'
import { checkConfig, readConfig } from '../../src/cli/config/read.ts'
import { patternOf } from '../../src/shared/config/pattern.ts'
import { newFolder, refusedStart, yamlIn } from './house.ts'

const folder = newFolder()
const read = (text: string, env: Record<string, string> = {}) => checkConfig(text, 'librechat.yaml', env)
const GROQ = `version: 1.3.1
endpoints:
  custom:
    - name: groq
      apiKey: \${GROQ_API_KEY}
      baseURL: https://api.groq.com/openai/v1
      models:
        default: [llama]
`

describe('expressions', () => {
  it.each([
    '(a+)+$',
    '([a-z]+)*x',
    '(\\w+\\s?)+!',
    '(\\d|\\w)+$',
    '((ab)*)*c',
    '(?:a+b?){20}',
    '(.*,.*)+;',
    '(?i)^(([a-z])+.)+[A-Z]$',
    '([\\w.]+)+@',
    '(\\w+\\d)+-',
  ])('%s can hold up the server', (text) => expect(backtracks(patternOf(text)!)).toBe(true))

  it.each([
    'a+b+',
    '[\\w.]+@([\\w-]+\\.)+[a-z]{2,}',
    '(\\d{4}[- ]?){4}',
    '\\b(?:\\d[ -]*?){3,6}\\b',
    '^text/(plain|x-\\w+)$',
    '(?:\\s+\\S+)+',
    '(foo|bar)+',
    '[(a+)+]',
    '\\(a+\\)+',
    '(?=(a+))b',
    '"(?:[^"\\\\]|\\\\.)*"',
    '(?<year>\\d+)-\\k<year>',
    '\\p{L}+',
  ])('%s cannot', (text) => expect(backtracks(patternOf(text)!)).toBe(false))

  it('are told of where they stand', () => {
    const { notes } = read(`version: 1.3.1
messageFilter:
  pii:
    customPatterns:
      - { id: fine, label: Fine, regex: 'sk-\\w+' }
      - id: slow
        label: Slow
        regex: '(a+)+$'
fileConfig:
  endpoints:
    default:
      supportedMimeTypes: ['text/(x+)*y']
`)
    expect(notes).toHaveLength(2)
    expect(notes[0]).toMatch(
      /^librechat.yaml:8: "\(a\+\)\+\$": a text that nearly fits it can hold up the server/,
    )
    expect(notes[1]).toMatch(/^librechat.yaml:12: /)
  })
})

describe('a file that is right', () => {
  it('gives the endpoints with the environment put in', () => {
    const { config, notes } = read(GROQ, { GROQ_API_KEY: 'secret' })
    expect(config.endpoints.custom).toMatchObject([
      { name: 'groq', apiKey: 'secret', models: { default: ['llama'] } },
    ])
    expect(notes).toEqual([])
  })

  it('may be missing when nobody asked for it', async () => {
    const { config } = await readConfig({ path: `${folder}/none.yaml`, asked: false }, {})
    expect(config.endpoints.custom).toEqual([])
  })

  it('names in one line what LibreChat knows and has no effect yet', () => {
    const { notes } = read(`${GROQ}      summarize: true\ncache: true\n`, { GROQ_API_KEY: 'x' })
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(
      /librechat.yaml: accepted, no effect yet: endpoints.custom\[0\].summarize, cache$/,
    )
  })

  it('leaves an endpoint out whose key nobody set, and says which variable it wants', () => {
    const { config, notes } = read(GROQ)
    expect(config.endpoints.custom).toEqual([])
    expect(notes[0]).toMatch(/librechat.yaml:5: the endpoint "groq" is left out: GROQ_API_KEY is not set/)
  })

  it('leaves a group of Azure out whose key nobody set, and keeps the placeholders of addresses', () => {
    const group = (name: string) =>
      `      - group: ${name}\n        apiKey: \${${name}_KEY}\n        baseURL: https://a.example/\${INSTANCE_NAME}/\${DEPLOYMENT_NAME}\n        models: { gpt: true }\n`
    const text = `version: 1.3.1\nendpoints:\n  azureOpenAI:\n    groups:\n${group('WEST')}${group('EAST')}`
    const { config, notes } = read(text, { WEST_KEY: 'k' })
    expect(config.endpoints.azureOpenAI?.groups).toMatchObject([
      { group: 'WEST', apiKey: 'k', baseURL: 'https://a.example/${INSTANCE_NAME}/${DEPLOYMENT_NAME}' },
    ])
    expect(notes).toEqual([
      'librechat.yaml:10: the group "EAST" of Azure is left out: EAST_KEY is not set, in the environment or in .env',
    ])
    expect(read(text).config.endpoints).not.toHaveProperty('azureOpenAI')
  })

  it('takes an endpoint whose key every person brings', () => {
    const { config, notes } = read(GROQ.replace(/\$\{.*\}/, 'user_provided'))
    expect(config.endpoints.custom).toMatchObject([{ apiKey: 'user_provided' }])
    expect(notes).toEqual([])
  })
})

describe('a file that is wrong ends the start with one line that has the place', () => {
  const cases: [what: string, text: string, said: RegExp][] = [
    ['no YAML', 'version: 1.3.1\nendpoints: [', /librechat.yaml:2: this is not valid YAML: /],
    [
      'a tab',
      'version: 1.3.1\nendpoints:\n\tcustom: []\n',
      /librechat.yaml:3: this is not valid YAML: .*tab/i,
    ],
    ['a key twice', 'version: 1.3.1\nversion: 1.3.1\n', /librechat.yaml:2: this is not valid YAML: .*unique/],
    ['a text', 'hello', /librechat.yaml:1: expected keys/],
    ['no version', 'cache: true\n', /librechat.yaml:1: version is missing: add it/],
    [
      'a strange version',
      'version: banana\n',
      /librechat.yaml:1: version must be a version .*, but is "banana"/,
    ],
    [
      'a misspelt section',
      'version: 1.3.1\nfile_config: {}\n',
      /:2: the key "file_config" is not known: did you mean "fileConfig"\?/,
    ],
    [
      'an unknown section',
      'version: 1.3.1\nmodels: {}\n',
      /:2: the key "models" is not known: known are actions, /,
    ],
    [
      'no base URL',
      GROQ.replace(/ {6}baseURL.*\n/, ''),
      /:4: endpoints.custom\[0\].baseURL is missing: add it/,
    ],
    [
      'no URL',
      GROQ.replace('https://api.groq.com/openai/v1', 'groq'),
      /:6: endpoints.custom\[0\].baseURL must be a URL, but is "groq"/,
    ],
    [
      'a text for a list',
      GROQ.replace('[llama]', 'llama'),
      /:8: endpoints.custom\[0\].models.default must be a list, but is "llama"/,
    ],
    [
      'a list for a group',
      'version: 1.3.1\nendpoints: []\n',
      /:2: endpoints must be a group of keys, but is a list/,
    ],
    [
      'a number for text',
      GROQ.replace('name: groq', 'name: 5'),
      /:4: endpoints.custom\[0\].name must be text, but is 5/,
    ],
  ]
  for (const [what, text, said] of cases) {
    it(what, () => {
      const line = () => read(text, { GROQ_API_KEY: 'x' })
      expect(line).toThrow(said)
      expect(line).toThrow(/^[^\n]*$/)
    })
  }

  it.each([
    ['a key that is a list', GROQ.replace(/apiKey: .*/, 'apiKey: [sk-hidden-1234]')],
    ['a header that is a group', `${GROQ}      headers: { Authorization: { a: sk-hidden-1234 } }\n`],
    ['an address out of the environment', GROQ.replace(/baseURL: .*/, 'baseURL: "${GROQ_API_KEY}"')],
    ['an address with a password', GROQ.replace(/baseURL: .*/, 'baseURL: "x://ann:sk-hidden-1234@h x"')],
    [
      'a list of endpoints that is none',
      'version: 1.3.1\nendpoints:\n  custom: { apiKey: sk-hidden-1234 }\n',
    ],
    ['a list where a group is', GROQ.replace(/models:[\s\S]*$/, 'models: [{ apiKey: sk-hidden-1234 }]\n')],
  ])('never shows a secret: %s', (_, text) => {
    const line = () => read(text, { GROQ_API_KEY: 'sk-hidden-1234' })
    expect(line).toThrow(/^[^\n]*$/)
    expect(line).not.toThrow(/hidden/)
  })

  it('and exit code 1, before a data folder is made', async () => {
    const config = yamlIn(folder, 'version: [')
    const { code, said } = await refusedStart(['--config', config, '--data', `${folder}/data`])
    expect(said).toMatch(/^\S+librechat.yaml:1: this is not valid YAML: [^\n]*$/)
    expect(code).toBe(1)
    await expect(configText({ path: `${folder}/data`, asked: true })).rejects.toThrow('does not exist')
  })
})
