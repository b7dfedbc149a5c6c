/**
 * `interface.*` of `librechat.yaml`, resolved with LibreChat's defaults, in this one place: what people see, and what they
 * may do. The page hides what is off, and the objects refuse it however it is asked for.
 */
import type { Config } from './config/index.ts'

export type Interface = {
  /** Models may be chosen besides those of `modelSpecs`. */
  modelSelect: boolean
  parameters: boolean
  presets: boolean
  /** Several models may be asked at once. */
  multiConvo: boolean
  bookmarks: boolean
  temporaryChat: boolean
  prompts: { use: boolean; create: boolean }
  /** The gauge of what a conversation fills. */
  contextUsage: boolean
  buildInfo: boolean
  /** Summaries of what is too long: none, where somebody wants them, or unless somebody does not. */
  summaries: 'off' | 'offered' | 'usual'
  /** Answers can be judged. */
  feedback: boolean
  /** `{{user.name}}` is the person's. */
  customWelcome?: string
  privacyPolicy?: Link
  termsOfService?: Link
  /** Everybody accepts these terms before they go on. `text` is Markdown. */
  acceptance?: { title?: string; text: string }
}

export type Link = { url: string; newTab: boolean }

/** Hours that a temporary conversation may live, as LibreChat has it. */
const TEMPORARY_HOURS = 720

export function interfaceOf(config: Partial<Config> | undefined): Interface {
  const said: Partial<NonNullable<Config['interface']>> = config?.interface ?? {}
  const { modelSpecs, summarization } = config ?? {}
  const specs = (modelSpecs?.list ?? []).length > 0
  const { prompts, customWelcome, privacyPolicy, termsOfService } = said
  const may = typeof prompts === 'object' ? prompts : { use: prompts, create: prompts }
  const use = may.use ?? true
  const privacy = linkOf(privacyPolicy)
  const terms = linkOf(termsOfService)
  return {
    // An operator who curates models shows them alone, unless they say otherwise.
    modelSelect: said.modelSelect ?? (!specs || (modelSpecs?.addedEndpoints ?? []).length > 0),
    parameters: said.parameters ?? !specs,
    presets: said.presets ?? !specs,
    multiConvo: said.multiConvo ?? true,
    bookmarks: said.bookmarks ?? true,
    temporaryChat: said.temporaryChat ?? true,
    prompts: { use, create: use && (may.create ?? true) },
    contextUsage: said.contextUsage ?? true,
    buildInfo: said.buildInfo ?? true,
    summaries: !summarization ? 'offered' : summarization.enabled === false ? 'off' : 'usual',
    feedback: said.feedback ?? true,
    ...(customWelcome && { customWelcome }),
    ...(privacy && { privacyPolicy: privacy }),
    ...(terms && { termsOfService: terms }),
    ...(termsOfService?.modalAcceptance && { acceptance: acceptanceOf(termsOfService) }),
  }
}

/** Ms that a temporary conversation lives at most. */
export function temporaryMsOf(config: Partial<Config> | undefined): number {
  return (config?.interface?.temporaryChatRetention ?? TEMPORARY_HOURS) * 3_600_000
}

/** Only addresses that a browser may be sent to. */
function linkOf(
  said: { externalUrl?: string | undefined; openNewTab?: boolean | undefined } | undefined,
): Link | null {
  const url = said?.externalUrl
  if (!url || !/^(https?:\/\/|\/(?![/\\]))/i.test(url)) return null
  return { url, newTab: said.openNewTab ?? true }
}

function acceptanceOf({
  modalTitle,
  modalContent = '',
}: NonNullable<NonNullable<Config['interface']>['termsOfService']>): NonNullable<Interface['acceptance']> {
  const text = typeof modalContent === 'string' ? modalContent : modalContent.join('\n')
  return { ...(modalTitle && { title: modalTitle }), text }
}
