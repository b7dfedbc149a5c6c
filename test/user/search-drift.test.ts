/** The search and the conversations it is told of, through whatever happens to either: in the end they agree. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Outbox } from '../../src/durable/room/outbox.ts'
import type { News } from '../../src/durable/rpc.ts'
import { migrate } from '../../src/durable/sql.ts'
import { SCHEMA } from '../../src/durable/user/schema.ts'
import { Search } from '../../src/durable/user/search/search.ts'
import { textOf } from '../../src/shared/parts.ts'
import { Random } from '../fuzz/random.ts'
import { ANN, type Reader, settle, stored, type World, world } from '../room/harness.ts'
import { nodeSql } from '../support/sql.ts'

const RUNS = Number(process.env.FUZZ_RUNS ?? 60)
const STEPS = 60
const CONVERSATION = '01a1fbc1-01ed-7459-a905-bda4ddae6a33'
const WORDS = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', '東京', 'Zoë', 'umbrella']

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** How a call to the person's object goes. */
type Way = 'arrives' | 'fails' | 'answer is lost'

class Play {
  readonly random: Random
  readonly sql = nodeSql()
  readonly person = nodeSql()
  readonly search: Search
  world: World
  reader: Reader
  way: Way = 'arrives'
  #outbox: Outbox
  /** Calls of lives that ended, which arrive late. */
  late: (() => void)[] = []
  running = 0

  constructor(seed: number) {
    this.random = new Random(seed)
    migrate(this.person, SCHEMA)
    this.search = new Search(this.person)
    this.world = world({ sql: this.sql })
    this.reader = this.world.join()
    this.world.say(this.reader, this.text())
    this.running = 1
    this.#outbox = this.#post()
  }

  #post(): Outbox {
    const life = this.world
    return new Outbox({
      store: life.store,
      item: () => life.room.item(),
      send: async (_, item, news) => {
        const told = structuredClone(news) as News | null
        const arrive = () => this.search.texts.settle(CONVERSATION, item, true, told)
        if (this.way === 'fails') {
          // It may still arrive, when this life is over.
          if (told && this.random.chance(0.5))
            this.late.push(() => this.search.texts.take(CONVERSATION, told))
          throw new Error('away')
        }
        arrive()
        if (this.way === 'answer is lost') throw new Error('away')
        if (this.random.chance(0.3)) await Promise.resolve()
        return { project: null, clock: 0 }
      },
      spend: async () => {},
      wakeIn: () => {},
      background: () => {},
    })
  }

  /** The process dies and comes back. */
  crash(): void {
    this.#outbox.close()
    this.world = world({ sql: this.sql })
    this.#outbox = this.#post()
    this.reader = this.world.join()
    this.running = 0
    for (const arrive of this.late.splice(0)) arrive()
  }

  tell(): void {
    this.#outbox.tell(false)
  }

  text(): string {
    return Array.from({ length: 1 + this.random.below(6) }, () => this.random.of(WORDS)).join(' ')
  }

  async step(): Promise<void> {
    const { random, world: w, reader } = this
    const messages = w.store.head ? stored(w.store) : []
    const some = messages.length > 0 ? random.of(messages) : null
    switch (random.below(12)) {
      case 0:
      case 1:
        if (this.running < 4 && some?.state !== 'open') {
          w.say(reader, this.text(), some?.id ?? null)
          this.running++
        }
        break
      case 2:
      case 3:
        if (this.running > 0) {
          await w.model.say(`${this.text()} `)
          if (random.chance(0.7)) {
            await w.model.end()
            this.running--
          }
        }
        break
      case 4:
        if (some) w.frame(reader, { t: 'stop', reply: some.id })
        break
      case 5:
      case 6:
        if (some) w.frame(reader, { t: 'edit', id: some.id, texts: [{ n: 0, text: this.text() }] })
        break
      case 7:
        if (some && random.chance(0.5)) w.frame(reader, { t: 'delete', id: some.id })
        break
      case 8: {
        const gone = w.store.head
          ? w.store.sql.all<{ id: string }>('SELECT id FROM message WHERE gone IS NOT NULL')
          : []
        if (gone.length > 0) w.frame(reader, { t: 'restore', id: random.of(gone).id })
        break
      }
      case 9:
        if (w.store.head && random.chance(0.5)) w.room.rename(ANN, this.text())
        else if (some) w.frame(reader, { t: 'continue', reply: some.id })
        break
      case 10:
        this.way = random.of(['arrives', 'fails', 'answer is lost'] as const)
        this.tell()
        break
      default:
        if (random.chance(0.3)) this.crash()
        else this.tell()
    }
    if (random.chance(0.5)) await settle()
  }

  /** What the conversation says, and what the search holds. */
  both(): [object, object] {
    const said = stored(this.world.store).map(({ id, parts }) => [id, textOf(parts)])
    const title = this.world.store.head?.title
    if (title) said.push(['', title])
    const held = this.person
      .all<{ message: string; text: string }>('SELECT message, text FROM search_text')
      .map(({ message, text }) => [message, text])
    return [Object.fromEntries(said), Object.fromEntries(held)]
  }
}

it('[SE2] in the end the search holds exactly what the conversation says', async () => {
  for (let seed = 1; seed <= RUNS; seed++) {
    const play = new Play(seed)
    for (let i = 0; i < STEPS; i++) await play.step()
    play.way = 'arrives'
    // Everything that is open ends by the crash; then all is told.
    play.crash()
    play.tell()
    await settle()
    const [said, held] = play.both()
    expect(held, `seed ${seed}`).toEqual(said)
    expect(play.world.store.untold, `seed ${seed}`).toBe(false)
    // The index agrees with its rows: every word of them, and no other, leads to them.
    for (const word of WORDS) {
      const texts = Object.entries(held as Record<string, string>).filter(([, text]) =>
        text.split(' ').includes(word),
      )
      const found = play.search.find(word, {}, undefined, 50)!
      expect(
        found.near ? [] : found.items.map(({ message }) => message ?? '').sort(),
        `seed ${seed}, ${word}`,
      ).toEqual(
        found.near
          ? []
          : texts
              .map(([id]) => id)
              .sort()
              .slice(0, 50),
      )
    }
    const words = play.person
      .all<{ word: string }>('SELECT word FROM search_word ORDER BY word')
      .map(({ word }) => word)
    const all = new Set(
      Object.values(held as Record<string, string>).flatMap((text) => text.toLowerCase().split(' ')),
    )
    expect(words, `seed ${seed}`).toEqual([...all].filter((word) => /^[a-z]{4,}$/.test(word)).sort())
  }
}, 60_000)
