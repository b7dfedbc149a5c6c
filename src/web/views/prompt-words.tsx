/** The text of a prompt with its places marked, as it is written or as it is filled. */
import type { Filled } from '../../shared/prompt-text.ts'
import { piecesOf } from '../../shared/prompt-text.ts'

export function PromptWords({ text }: { text: string }) {
  const pieces = piecesOf(text).map(
    ({ kind, text }): Filled => ({ text, from: kind, filled: kind === 'text' }),
  )
  return <FilledWords pieces={pieces} />
}

export function FilledWords({ pieces }: { pieces: readonly Filled[] }) {
  return (
    <p class="prompt-words" dir="auto">
      {pieces.map(({ text, from, filled }, n) =>
        from === 'text' ? (
          text
        ) : (
          <mark key={n} data-filled={filled} data-from={from}>
            {text}
          </mark>
        ),
      )}
    </p>
  )
}
