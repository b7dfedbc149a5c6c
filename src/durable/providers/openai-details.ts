/**
 * OpenRouter's `reasoning_details`: the reasoning of whichever vendor answers, in pieces with that vendor's seals. They go
 * back as they came, joined. Source: https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning.
 */

type Piece = Record<string, unknown>

/** Marks our seal over all of them. */
const PREFIX = 'details:'

/** Characters of pieces that are kept: a seal is stored with its message. */
const MOST = 500_000

/** Texts that come bit by bit; everything else of a piece comes once. */
const GROWING = ['text', 'summary', 'data'] as const

export class Details {
  readonly #pieces: Piece[] = []
  #size = 0

  take(value: unknown): void {
    if (!Array.isArray(value)) return
    for (const piece of value) if (typeof piece === 'object' && piece !== null) this.#one(piece as Piece)
  }

  #one(piece: Piece): void {
    this.#size += GROWING.reduce((sum, key) => sum + String(piece[key] ?? '').length, 0)
    if (this.#size > MOST) return
    const last = this.#pieces.at(-1)
    const same = last?.type === piece.type && (last?.index ?? null) === (piece.index ?? null)
    if (!last || !same || piece.type === 'reasoning.encrypted') {
      this.#pieces.push({ ...piece })
      return
    }
    for (const [key, value] of Object.entries(piece)) {
      if (value === null || value === undefined) continue
      const grows = (GROWING as readonly string[]).includes(key) && typeof last[key] === 'string'
      last[key] = grows ? `${last[key]}${value}` : value
    }
  }

  seal(): string | null {
    return this.#pieces.length === 0 || this.#size > MOST ? null : PREFIX + JSON.stringify(this.#pieces)
  }
}

/** The pieces under a seal; null where it is another vendor's. */
export function detailsIn(signature: string): unknown[] | null {
  if (!signature.startsWith(PREFIX)) return null
  try {
    const pieces: unknown = JSON.parse(signature.slice(PREFIX.length))
    return Array.isArray(pieces) ? pieces : null
  } catch {
    return null
  }
}
