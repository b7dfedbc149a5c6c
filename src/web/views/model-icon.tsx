/**
 * The badge of a model: its operator's picture where the page may load it, else the first letter of who makes it. Pictures
 * from elsewhere are not loaded: the page says so to the browser, since an answer could carry secrets away in an address.
 */
import { KNOWN } from '../../shared/known.ts'

type Props = { icon?: string | undefined; label: string }

export function ModelIcon({ icon, label }: Props) {
  const own = icon !== undefined && isOurs(icon)
  if (own) return <img class="model-icon" src={icon} alt="" width={20} height={20} loading="lazy" />
  const known = KNOWN.find(({ id }) => id === icon)
  const letter = [...(known?.label ?? label).trim()][0]?.toUpperCase() ?? ''
  return (
    <span
      class="model-icon"
      aria-hidden="true"
      data-letter={letter}
      {...(known?.hue !== undefined && { style: `--hue: ${known.hue}`, 'data-hue': true })}
    />
  )
}

/** A path of our own origin, or the picture itself. */
function isOurs(icon: string): boolean {
  if (/^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(icon)) return true
  return /^\/(?![/\\])/.test(icon)
}
