/** Reads the answer of one turn as it arrives: when the first token came, how many, and how old each was. */
import { age, now, STAMP } from '../clock.ts'
import { Histogram } from '../stats.ts'

/** What all turns of a scenario are added to. */
export class Meter {
  readonly lag = new Histogram()
  /** Tokens received, and those of them that came in the window. */
  tokens = 0
  inWindow = 0
  /** From the request to the first token at the client, without the upstream's own delay; ms. */
  readonly added: number[] = []
  /** Its two halves: until the upstream is asked, and from its first token to ours. */
  readonly there: number[] = []
  readonly back: number[] = []
  /** The same with the upstream's own delay. */
  readonly first: number[] = []
  lastAt = 0
  /** Frames or network reads that brought the tokens. */
  frames = 0
  private from = Number.NEGATIVE_INFINITY
  private to = Number.POSITIVE_INFINITY

  /** Ages are taken, and tokens counted as `inWindow`, only between these times (ms of `now()`). */
  window(from: number, to: number) {
    this.from = from
    this.to = to
  }

  /** Text of the answer that began at `asked`, where `had` characters came before it. */
  text(text: string, had: number, asked: number, time = now()) {
    let at = 0
    let tokens = text.length / STAMP
    if (had === 0) {
      // The first token is two stamps: when the upstream was asked, and when it wrote.
      const sinceCame = age(text, 0, time)
      const sinceSaid = age(text, STAMP, time)
      this.first.push(time - asked)
      this.there.push(time - asked - sinceCame)
      this.back.push(sinceSaid)
      this.added.push(time - asked - sinceCame + sinceSaid)
      at = STAMP
      tokens--
    }
    if (this.#inside(time)) for (; at < text.length; at += STAMP) this.lag.add(age(text, at, time))
    this.frames++
    this.add(tokens, time)
  }

  /** Tokens without a time of their own. */
  add(tokens: number, time: number) {
    this.tokens += tokens
    if (this.#inside(time)) this.inWindow += tokens
    this.lastAt = time
  }

  #inside(time: number): boolean {
    return time >= this.from && time < this.to
  }
}
