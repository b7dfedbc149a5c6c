import { expect, it } from 'vitest'
import { settleVotes, VOTES_SCHEMA } from '../../src/durable/user/votes.ts'
import { nodeSql } from '../support/sql.ts'

const picks = [
  { endpoint: 'test', model: 'a' },
  { endpoint: 'test', model: 'b' },
]

it('[CM6] a vote told twice is one, a changed one is another, and one taken back is none', () => {
  const sql = nodeSql()
  sql.run(VOTES_SCHEMA)
  const vote = { id: 'c', verdict: 'better' as const, picks, winner: 1, at: 1 }
  const stored = () => sql.all('SELECT id, verdict, winner FROM vote')
  settleVotes(sql, [vote])
  settleVotes(sql, [vote])
  expect(stored()).toEqual([{ id: 'c', verdict: 'better', winner: 1 }])
  settleVotes(sql, [{ ...vote, verdict: 'tie', winner: null }])
  expect(stored()).toEqual([{ id: 'c', verdict: 'tie', winner: null }])
  settleVotes(sql, [{ ...vote, verdict: null }])
  expect(stored()).toEqual([])
})
