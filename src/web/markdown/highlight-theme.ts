/**
 * What kinds of words code has. The colours are tokens of the page's own theme (`tok-…` in `thread-code.css`), so that
 * light and dark are one drawing: here every kind only has a number that looks like a colour.
 */
import type { ThemeRegistration } from 'shiki/core'

const SCOPES = {
  comment: ['comment', 'punctuation.definition.comment', 'string.comment'],
  string: ['string', 'markup.inline.raw', 'markup.fenced_code', 'string.regexp', 'constant.character.escape'],
  number: [
    'constant.numeric',
    'constant.language',
    'constant.character',
    'support.constant',
    'variable.other.enummember',
  ],
  keyword: [
    'keyword',
    'storage',
    'storage.type',
    'keyword.control',
    'variable.language',
    'keyword.operator.new',
  ],
  function: ['entity.name.function', 'support.function', 'meta.function-call.generic', 'variable.function'],
  type: [
    'entity.name.type',
    'entity.name.class',
    'support.type',
    'support.class',
    'entity.other.inherited-class',
  ],
  tag: ['entity.name.tag', 'punctuation.definition.heading', 'markup.heading', 'entity.name.section'],
  property: [
    'support.type.property-name',
    'entity.other.attribute-name',
    'meta.object-literal.key',
    'variable.other.property',
  ],
  added: ['markup.inserted'],
  removed: ['markup.deleted'],
} as const

const numberOf = (n: number) => `#0000${(n + 1).toString(16).padStart(2, '0').toUpperCase()}`

/** A kind by the number that stands for it. */
export const KINDS: Record<string, string> = Object.fromEntries(
  Object.keys(SCOPES).map((kind, n) => [numberOf(n), kind]),
)

export const THEME = {
  name: 'parley',
  type: 'light',
  fg: '#000000',
  bg: '#FFFFFF',
  settings: [
    { settings: { foreground: '#000000', background: '#FFFFFF' } },
    // An operator is a keyword to grammars and punctuation to readers.
    { scope: ['keyword.operator', 'punctuation'], settings: { foreground: '#000000' } },
    ...Object.values(SCOPES).map((scope, n) => ({
      scope: [...scope],
      settings: { foreground: numberOf(n) },
    })),
  ],
} satisfies ThemeRegistration & { name: string }
