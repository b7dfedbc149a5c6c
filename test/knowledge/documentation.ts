/** The real documentation in the real index: what the guide answers from. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Knowledge } from '../../src/durable/knowledge/index.ts'
import type { Document } from '../../src/durable/knowledge/split.ts'
import { nodeSql } from '../support/sql.ts'

const folder = join(import.meta.dirname, '../../docs')

export function documentation(): Document[] {
  return readdirSync(folder)
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
}

export function seeded(): Knowledge {
  const knowledge = new Knowledge(nodeSql())
  knowledge.seed(documentation())
  return knowledge
}
