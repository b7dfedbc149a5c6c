/**
 * The one place that says what a model holds, takes and costs: what the operator wrote (`tokenConfig`), what its server
 * says, and else the catalogue, where the endpoint is the vendor's own. Another server may hold less and ask for more, so
 * nothing is known of it.
 */
import { knownOf } from '../../../shared/known.ts'
import type { ModelFacts } from '../../../shared/prices.ts'
import type { Endpoint } from '../spec.ts'
import { ANTHROPIC } from './anthropic.ts'
import { BEDROCK } from './bedrock.ts'
import { GOOGLE } from './google.ts'
import { OPENAI } from './openai.ts'
import { COHERE, DEEPSEEK, GROQ, MISTRAL, MOONSHOT, PERPLEXITY, XAI } from './others.ts'
import type { Row } from './row.ts'

/** By the vendor, as `shared/known.ts` has it. */
const CATALOGUE: Readonly<Record<string, readonly Row[]>> = {
  openAI: OPENAI,
  azureOpenAI: OPENAI,
  anthropic: ANTHROPIC,
  google: GOOGLE,
  bedrock: [...ANTHROPIC, ...BEDROCK],
  mistral: MISTRAL,
  deepseek: DEEPSEEK,
  xai: XAI,
  groq: GROQ,
  cohere: COHERE,
  moonshot: MOONSHOT,
  perplexity: PERPLEXITY,
}

type Placed = Pick<Endpoint, 'id' | 'custom' | 'baseURL' | 'facts' | 'personal'>

/** What is known of a model of this endpoint. `said`: what its server says of it. */
export function factsOf(endpoint: Placed, model: string, said: ModelFacts = {}): ModelFacts {
  return { ...catalogued(vendorOf(endpoint), model), ...said, ...endpoint.facts?.[model] }
}

/** A custom endpoint is a vendor's own by its address alone: its name is only what the operator calls it. */
function vendorOf({ id, custom, baseURL, personal }: Placed): string | undefined {
  // Where the address is a person's, nobody knows who answers.
  if (personal?.baseURL) return undefined
  return custom ? knownOf('', baseURL)?.id : id
}

/** What stands behind a name without making it another model: a date, a number, where it is a trial version. */
const VERSION =
  /^(?:(?:[-@](?:latest|preview|exp|customtools|\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|\d{2}-\d{2}|\d{3,8}|v\d+))|(?::\d+k?))*$/

/** Of Bedrock: where it is asked, and whose it is. */
const BEFORE = /^(?:(?:us|eu|apac|us-gov|jp|au|global)\.)?(?:anthropic|amazon|meta|mistral|deepseek|cohere)\./

function catalogued(vendor: string | undefined, model: string): ModelFacts {
  const rows = vendor === undefined ? undefined : CATALOGUE[vendor]
  if (!rows) return {}
  const name = vendor === 'bedrock' ? model.replace(BEFORE, '') : model.replace(/^models\//, '')
  const exact = rows.find(({ names }) => names.includes(name))
  return (exact ?? rows.find(({ names }) => names.some((known) => isVersion(name, known))))?.facts ?? {}
}

const isVersion = (name: string, known: string): boolean =>
  name.startsWith(known) && VERSION.test(name.slice(known.length))
