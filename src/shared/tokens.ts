/** A cheap estimate of tokens before a provider has counted. */

/** Tokens of `text`, from its length: four Latin letters a token, and one for each wider character. Never too low by much. */
export function estimateTokens(text: string): number {
  return Math.ceil(weigh(text))
}

/** The same of a piece of a text, to be added up. */
export function weigh(text: string): number {
  let wide = 0
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x2ff) wide++
  return (text.length - wide) / 4 + wide
}
