/**
 * The map of a conversation [MA1]: its tree, with everything between two forks folded into one run, and a few words of
 * each. Read in two queries, whatever the tree looks like.
 */
import { type BranchMap, EXCERPT, type Run } from '../../shared/branch-map.ts'
import type { Comparison } from '../../shared/comparison.ts'
import { type Part, textOf } from '../../shared/parts.ts'
import { first, json } from '../sql.ts'
import type { Answers } from './answers.ts'
import type { Ending, MessageRow } from './rows.ts'
import type { Store } from './store.ts'

/** Runs of one map. A tree with more is told by its newest ones. */
const MAX_RUNS = 1500

/** Units of a text that are looked at for an excerpt, and those of a glance. */
const LOOKED_AT = 400
const GLANCE = 600

type Node = Pick<MessageRow, 'id' | 'parent' | 'role' | 'state' | 'created'>
type Stretch = {
  head: Node
  second: Node | null
  end: Node
  count: number
  up: Stretch | null
  latest: number
}

/** Whether there is something to draw: a message with several versions, or several beginnings. */
export function forks(store: Store): boolean {
  if (!store.head) return false
  const sql = 'SELECT 1 AS one FROM message WHERE gone IS NULL GROUP BY parent HAVING count(*) > 1 LIMIT 1'
  return first(store.sql, sql) !== undefined
}

export function mapOf(store: Store, answers: Answers, person: string): BranchMap {
  const leaf = store.leaf(person)
  if (!store.head) return { leaf, runs: [], left: 0 }
  const nodes = store.sql.all<Node>(
    'SELECT id, parent, role, state, created FROM message WHERE gone IS NULL ORDER BY seq',
  )
  const all = stretches(nodes)
  const shown = newest(all, nodes, leaf)
  const isLeaf = new Set(all)
  for (const { up } of all) if (up) isLeaf.delete(up)

  const told = shown.flatMap((one) => (isLeaf.has(one) ? [one.head.id, one.end.id] : [one.head.id]))
  const words = wordsOf(store, answers, told)
  const comparisons = comparisonsOf(
    store,
    shown.map(({ head }) => head.parent),
  )
  const places = new Map(shown.map((one, place) => [one, place]))
  const runs = shown.map((one): Run => {
    const { head, second, end, count, up } = one
    const answers = head.role === 'user' && second?.role === 'assistant' && second.state !== 'open'
    const { text = '', model } = words.get(head.id) ?? {}
    const last = isLeaf.has(one) && end !== head ? words.get(end.id)?.text : undefined
    return {
      id: head.id,
      up: up ? (places.get(up) as number) : -1,
      count,
      text,
      role: head.role,
      ...(model && { model }),
      created: head.created,
      end: end.id,
      state: end.state,
      ...(last && { last }),
      ...(answers && { answer: second.id }),
      ...(comparisons.get(head.parent)?.replies.includes(head.id) && { compared: true as const }),
    }
  })
  return { leaf, runs, left: all.length - runs.length }
}

/** The beginning of a message, for looking at it without going there. */
export function glanceOf(store: Store, answers: Answers, id: string): string | undefined {
  const message = store.message(id)
  return message && textOf(answers.current(message).parts).slice(0, GLANCE)
}

/** Parents first, siblings in the order they were made. `latest`: the place of the newest message in or below it. */
function stretches(nodes: readonly Node[]): Stretch[] {
  const kids = Map.groupBy(nodes, ({ parent }) => parent)
  const ends = new Map<string, Stretch>()
  const all: Stretch[] = []
  const place = new Map(nodes.map(({ id }, n) => [id, n]))
  for (const head of nodes) {
    if (head.parent !== '' && kids.get(head.parent)?.length === 1) continue
    let end = head
    let count = 1
    const second = kids.get(head.id)?.length === 1 ? (kids.get(head.id)?.[0] as Node) : null
    for (let next = kids.get(end.id); next?.length === 1; next = kids.get(end.id)) {
      end = next[0] as Node
      count++
    }
    const up = ends.get(head.parent) ?? null
    const one = { head, second, end, count, up, latest: place.get(end.id) as number }
    ends.set(end.id, one)
    all.push(one)
  }
  for (const { up, latest } of all.toReversed()) if (up) up.latest = Math.max(up.latest, latest)
  return all
}

/** The branch that is looked at, and of the others those that were last written to. What is above one is among them. */
function newest(all: readonly Stretch[], nodes: readonly Node[], leaf: string | null): readonly Stretch[] {
  if (all.length <= MAX_RUNS) return all
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const byHead = new Map(all.map((one) => [one.head.id, one]))
  for (let at = leaf === null ? undefined : byId.get(leaf); at; at = byId.get(at.parent)) {
    const one = byHead.get(at.id)
    if (one) one.latest = Number.POSITIVE_INFINITY
  }
  const kept = new Set(all.toSorted((a, b) => b.latest - a.latest).slice(0, MAX_RUNS))
  return all.filter((one) => kept.has(one))
}

function wordsOf(store: Store, answers: Answers, ids: readonly string[]) {
  const rows = store.sql.all<{ id: string; text: string | null; pick: string | null }>(
    `SELECT m.id, m.pick, (
       SELECT substr(p.value ->> 'text', 1, ${LOOKED_AT}) FROM json_each(m.parts) p
       WHERE p.value ->> 'type' = 'text' AND p.value ->> 'text' <> '' LIMIT 1
     ) AS text FROM json_each(?) j JOIN message m ON m.id = j.value`,
    JSON.stringify(ids),
  )
  const words = new Map(
    rows.map(({ id, text, pick }) => [
      id,
      { text: excerptOf(text ?? ''), model: json<{ model: string }>(pick)?.model },
    ]),
  )
  for (const { id, parts } of answers.drafts()) {
    const known = words.get(id)
    if (known) known.text = excerptOf(textOf(parts as Part[]).slice(0, LOOKED_AT))
  }
  return words
}

function comparisonsOf(store: Store, parents: readonly string[]): Map<string, Comparison> {
  const rows = store.sql.all<{ id: string; ending: string }>(
    `SELECT m.id, m.ending FROM json_each(?) j JOIN message m ON m.id = j.value
     WHERE m.ending LIKE '%"comparison"%'`,
    JSON.stringify([...new Set(parents)]),
  )
  return new Map(
    rows.flatMap(({ id, ending }) => {
      const comparison = json<Ending>(ending)?.comparison
      return comparison ? [[id, comparison] as const] : []
    }),
  )
}

/** One line of plain words: without the signs of Markdown that stand where words begin and end. */
function excerptOf(text: string): string {
  const plain = text
    .replace(/(^|\n)\s*(#{1,6}|>|[-*+]|\d+\.|`{3,}\w*|~{3,}\w*)(?=\s|$)/g, '$1')
    .replace(/\*\*|__|`/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return [...plain.slice(0, 2 * EXCERPT)].slice(0, EXCERPT).join('').slice(0, EXCERPT)
}
