/** What the operator says at the foot of a page: their own line, privacy policy, terms, and where there is help. */
import type { PublicConfig } from '../../shared/boot.ts'
import { t } from '../i18n/index.ts'

type Piece = { text: string; url?: string; newTab?: boolean }

export function Legal({ config }: { config: PublicConfig }) {
  const { privacyPolicy, termsOfService } = config.interface
  const own = (config.footer ?? '').split('|').map(piecesOf)
  const links: Piece[] = [
    ...(privacyPolicy ? [{ text: t('legal.privacy'), ...privacyPolicy }] : []),
    ...(termsOfService ? [{ text: t('legal.terms'), ...termsOfService }] : []),
    ...(config.help ? [{ text: t('legal.help'), url: config.help, newTab: true }] : []),
  ]
  const items = [...own.filter((pieces) => pieces.length > 0), ...links.map((link) => [link])]
  if (items.length === 0) return null
  return (
    <ul class="legal" aria-label={t('legal.label')}>
      {items.map((pieces, at) => (
        <li key={at} dir="auto">
          {pieces.map(({ text, url, newTab = true }) =>
            url ? (
              <a key={url} href={url} {...(newTab && { target: '_blank', rel: 'noopener noreferrer' })}>
                {text}
              </a>
            ) : (
              text
            ),
          )}
        </li>
      ))}
    </ul>
  )
}

/** Text, and links as Markdown writes them; of everything else the signs. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const found of text.matchAll(/\[([^\]]+)\]\((https?:\/\/[^\s)]+|\/[^\s/\\)][^\s)]*)\)/g)) {
    if (found.index > at) pieces.push({ text: text.slice(at, found.index) })
    pieces.push({ text: found[1] ?? '', url: found[2] ?? '' })
    at = found.index + found[0].length
  }
  if (text.slice(at).trim() !== '') pieces.push({ text: text.slice(at) })
  return pieces
}
