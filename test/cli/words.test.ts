/** The words of the page, split between what is loaded at once and what is loaded later. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { planWords, reach } from '../../src/cli/build/words.ts'

const folder = mkdtempSync(join(tmpdir(), 'words-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const WORDS = {
  'chat.send': 'Send',
  'chat.count.one': 'One',
  'chat.count.other': 'Many',
  'fault.busy': 'Busy',
  'settings.title': 'Settings',
  'settings.close': 'Close',
  'search.title': 'Search',
  'nobody.says': 'This',
}

test('the first page has its own words and those that nobody names; what comes later brings its own', () => {
  const part = file('part.ts', 'export const say = (code) => t(`fault.${code}`)\n')
  const settings =
    "import { say } from './part.ts'\nt('settings.title'); t('chat.send'); t('settings.close')\n"
  const later = file('settings.tsx', settings)
  const search = file('search.tsx', "t('search.title'); t('settings.close')\n")
  const entry = file(
    'main.tsx',
    "import { say } from './part.ts'\nimport type { X } from './search.tsx'\nt('chat.send'); t('chat.count', { count })\nimport('./settings.tsx')\n",
  )
  const plan = planWords(reach(entry), WORDS, [part, later, search, entry])
  expect(Object.keys(plan.first)).toEqual([
    'chat.send',
    'chat.count.one',
    'chat.count.other',
    'fault.busy',
    'nobody.says',
  ])
  expect(plan.besides(later, settings)).toEqual({ 'settings.title': 'Settings', 'settings.close': 'Close' })
  expect(plan.besides(search, "t('search.title'); t('settings.close')")).toEqual({
    'settings.close': 'Close',
    'search.title': 'Search',
  })
  expect(plan.besides(part, 'anything')).toBeNull()
})
