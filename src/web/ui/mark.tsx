/** The sign of the product: two sides of one round thing, talking. Decoration; the name stands beside it. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M11 3.2a7.8 7.8 0 0 0 0 15.6z" />
      <path d="M13 5.2a7.8 7.8 0 0 1 0 15.6z" opacity="0.55" />
    </svg>
  )
}
