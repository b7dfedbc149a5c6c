/** What of a conversation goes to its model: how much of what, how much may, and what stays behind. */
import type { Setup } from './setup.ts'

/** Estimated tokens by what they are, of what the next message would take along. */
export type ContextUse = {
  instructions: number
  /** The summary that stands for earlier messages. */
  summary: number
  /** Messages before the last two exchanges. */
  earlier: number
  recent: number
  /** Contents of files, which are counted with no message. */
  files: number
  /** What all of it may be together, and who says so: the person, the model's window, or what is usual here. */
  budget: number
  by: 'setup' | 'window' | 'usual'
  /** What the model holds, where that is known. */
  window?: number
  /** Messages of this branch that do not go along, and that no summary stands for. */
  left: number
  /** The first message that goes along, when others do not. */
  first: string | null
  /** Names of files that go along only in part. */
  cut: string[]
  /** Names of those for which there is no room at all. */
  out?: string[]
  /** The figures are the provider's of the last answer, by what they are in our estimate. */
  counted?: true
}

/** Tokens of history that are sent. Every current hosted model takes this much; larger windows cost the user money. */
export const CONTEXT_TOKENS = 100_000

/** Of a model's window, what stays free for its answer where nobody set a length. */
const ANSWER_SHARE = 0.25
const ANSWER_TOKENS = 16_000

/** How many tokens a question may have with all that goes along. */
export function budgetOf(
  { contextTokens, maxTokens }: NonNullable<Setup['options']>,
  window: number | undefined,
): Pick<ContextUse, 'budget' | 'by'> {
  const asked = contextTokens ?? CONTEXT_TOKENS
  const answer = Math.min(maxTokens ?? ANSWER_TOKENS, (window ?? 0) * ANSWER_SHARE)
  const most = window === undefined ? asked : Math.floor(window - answer)
  if (most < asked) return { budget: most, by: 'window' }
  return { budget: asked, by: contextTokens === undefined ? 'usual' : 'setup' }
}

/** Tokens of all that goes along. */
export function usedOf({ instructions, summary, earlier, recent, files }: Omit<ContextUse, 'left'>): number {
  return instructions + summary + earlier + recent + files
}

/** How far an estimate may be off before its figures are doubted rather than corrected. */
const MOST_OFF = 3

/**
 * The figures as the provider counted them for the last answer, which is `used` tokens with the answer itself: our
 * estimate says what is what, the provider how much. An estimate that is off by more than that is of something else, such
 * as a branch that was sent with files which are gone.
 */
export function countedUse<U extends Omit<ContextUse, 'left'>>(use: U, used: number): U {
  const off = used / Math.max(1, usedOf(use))
  if (off > MOST_OFF || off < 1 / MOST_OFF) return use
  const scaled = (tokens: number) => Math.round(tokens * off)
  return {
    ...use,
    instructions: scaled(use.instructions),
    summary: scaled(use.summary),
    earlier: scaled(use.earlier),
    recent: scaled(use.recent),
    files: scaled(use.files),
    counted: true,
  }
}
