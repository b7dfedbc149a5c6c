/** What may be a part of a message that comes from outside. */
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { FilePart } from '../../src/shared/parts.ts'

const named = (name: string) =>
  v.safeParse(FilePart, { type: 'file', id: newId(), name, mime: 'text/plain', size: 1, preview: '' }).success

test('the name of a file is a name, and reads as it is written', () => {
  for (const name of ['notes.txt', 'Übersicht (2).md', 'قائمة.txt', '🙂']) expect(named(name)).toBe(true)
  for (const name of ['', 'a/b', 'a\\b', 'line\nend', 'invoice\u202efdp.exe', '\u2067x', 'x'.repeat(256)])
    expect(named(name)).toBe(false)
})
