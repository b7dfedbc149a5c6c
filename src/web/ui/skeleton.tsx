/** Grey lines where text will be. Their widths vary, so that they read as text. */

const WIDTHS = ['72%', '54%', '86%', '63%', '78%', '47%']

type Props = { lines: number; class?: string }

export function Skeleton({ lines, class: extra }: Props) {
  return (
    <div class={`skeleton-lines ${extra ?? ''}`} aria-hidden="true">
      {Array.from({ length: lines }, (_, n) => (
        <span key={n} class="skeleton" style={{ inlineSize: WIDTHS[n % WIDTHS.length] }} />
      ))}
    </div>
  )
}
