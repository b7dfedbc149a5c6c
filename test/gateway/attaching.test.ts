/** `fileConfig`: which files go where, as the page says it and as it is held. */
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { barsFiles } from '../../src/durable/gateway/attaching.ts'
import { Files } from '../../src/shared/config/files.ts'
import { fileLimitsOf } from '../../src/shared/file-limits.ts'

const MB = 1024 * 1024
const endpoints = {
  default: { fileLimit: 3, fileSizeLimit: 2, totalSizeLimit: 3, supportedMimeTypes: ['text/.*'] },
  openAI: { disabled: true },
  Mine: { fileLimit: 1 },
  custom: { fileLimit: 2 },
}
const config = { endpoints, serverFileSizeLimit: 1 } as never
const custom = ['Mine', 'Other'].map((name) => ({
  ...{ name, apiKey: 'k', baseURL: 'https://a.example/v1' },
  models: { default: ['m'], fetch: false },
}))
const CONFIG = JSON.stringify({ endpoints: { custom }, fileConfig: config })
const env = { CONFIG, OLLAMA_BASE_URL: 'off', OPENAI_API_KEY: 'k' }

const file = (size: number, mime = 'text/plain') => ({ type: 'file', size, mime })
const said = (endpoint: string, files: object[], also: string[] = []) =>
  barsFiles(env, {
    pick: { endpoint, model: 'm' },
    parts: [{ type: 'text' }, ...files] as never,
    also: also.map((one) => ({ pick: { endpoint: one, model: 'm' } })),
  })

it('what is said of an endpoint comes above what is said of all', () => {
  const all = { size: MB, total: 3 * MB, types: ['text/.*'] }
  expect(fileLimitsOf(config, { id: 'anthropic' })).toEqual({ ...all, count: 3 })
  expect(fileLimitsOf(config, { id: 'openAI' })).toEqual({ ...all, count: 3, off: true })
  expect(fileLimitsOf(config, { id: 'Mine', custom: true })).toEqual({ ...all, count: 1 })
  expect(fileLimitsOf(config, { id: 'Other', custom: true })).toEqual({ ...all, count: 2 })
  expect(fileLimitsOf(undefined, { id: 'openAI' })).toBeNull()
})

it('how pictures are scaled down is told to the page', () => {
  const said = (yaml: object) => v.parse(Files.fileConfig, { clientImageResize: yaml })
  const usual = { width: 2048, height: 2048, quality: 0.92 }
  expect(fileLimitsOf(said({}), { id: 'openAI' })).toEqual({ resize: usual })
  expect(fileLimitsOf(said({ enabled: false }), { id: 'openAI' })?.resize).toEqual({ ...usual, off: true })
  const wished = said({ enabled: true, maxWidth: 800, maxHeight: 600, quality: 0.5 })
  expect(fileLimitsOf(wished, { id: 'Mine', custom: true })).toEqual({
    resize: { width: 800, height: 600, quality: 0.5 },
  })
})

it('a message that breaks a limit is refused, also for one of several models', () => {
  expect(said('Other', [file(10), file(10)])).toBeNull()
  expect(said('openAI', [])).toBeNull()
  expect(said('openAI', [file(10)])).toMatchObject({ code: 'forbidden' })
  expect(said('Mine', [file(10), file(10)])).toMatchObject({ message: 'at most 1 files in one message' })
  expect(said('Other', [file(10), file(10)], ['Mine'])).toMatchObject({ code: 'too_large' })
  expect(said('Other', [file(MB + 1)])).toMatchObject({ message: 'a file of at most 1 MB' })
  expect(said('Other', [file(10, 'application/json')])?.message).toMatch(/of this kind/)
})
