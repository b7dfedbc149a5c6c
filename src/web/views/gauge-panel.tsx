/** What goes to the model with the next message, what stays behind, what the last answer took, and what becomes of it. */
import { type ContextUse, usedOf } from '../../shared/context.ts'
import { CREDITS, creditsOf } from '../../shared/prices.ts'
import type { Setup } from '../../shared/setup.ts'
import { useApp } from '../context.ts'
import { money } from '../i18n/amounts.ts'
import { type Key, t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { Button } from '../ui/button.tsx'
import { Segmented } from '../ui/choice.tsx'

type Props = {
  conversation: ConversationModel
  use: ContextUse
  /** Tokens of what is being written. */
  written: number
  close: () => void
}

const KINDS = ['instructions', 'summary', 'earlier', 'recent', 'files'] as const

/** Least and most tokens of a context that can be asked for. */
const LEAST = 256
const MOST = 10_000_000

export function GaugePanel({ conversation, use, written, close }: Props) {
  const rows: [string, number][] = [
    ...KINDS.map((kind): [string, number] => [kind, use[kind]]),
    ['written', written],
  ]
  const used = usedOf(use) + written
  const shown = rows.filter(([, tokens]) => tokens > 0)
  const scale = Math.max(used, use.budget)
  return (
    <>
      <h2>{t('gauge.title')}</h2>
      <p class="gauge-sum">
        <strong>{t('gauge.used', { used, budget: use.budget })}</strong>
        <small>{limitOf(use)}</small>
      </p>
      <div class="gauge-bar" aria-hidden="true">
        {shown.map(([kind, tokens]) => (
          <span key={kind} data-of={kind} style={{ inlineSize: `${(100 * tokens) / scale}%` }} />
        ))}
      </div>
      <dl class="gauge-rows">
        {shown.map(([kind, tokens]) => (
          <div key={kind}>
            <dt>
              <i data-of={kind} aria-hidden="true" />
              {t(`gauge.of.${kind}` as Key)}
            </dt>
            <dd>{t('gauge.tokens', { count: tokens })}</dd>
          </div>
        ))}
      </dl>
      {use.left > 0 && (
        <p class="gauge-left">
          {t('gauge.left', { count: use.left })}
          {use.first && (
            <Button
              size="small"
              kind="quiet"
              onClick={() => {
                close()
                conversation.seek(use.first as string)
              }}
            >
              {t('gauge.show')}
            </Button>
          )}
        </p>
      )}
      {use.cut.map((name) => (
        <p key={name} class="gauge-left">
          {t('gauge.cut', { name })}
        </p>
      ))}
      {use.out?.map((name) => (
        <p key={name} class="gauge-left">
          {t('gauge.out', { name })}
        </p>
      ))}
      <LastAnswer conversation={conversation} />
      <Strategy conversation={conversation} use={use} />
      <small class="gauge-foot">{t(use.counted ? 'gauge.counted' : 'gauge.estimated')}</small>
    </>
  )
}

function limitOf({ by, window, budget }: ContextUse): string {
  if (by === 'setup') return t('gauge.by.setup')
  if (by === 'window') return t('gauge.by.window', { count: window ?? budget })
  return window === undefined ? t('gauge.by.usual') : t('gauge.by.usualOf', { count: window })
}

/** What the provider counted, and what that cost where the price is known. */
function LastAnswer({ conversation }: { conversation: ConversationModel }) {
  const { catalog, config } = useApp()
  const answer = conversation.path.value.findLast((message) => message.usage.value)
  const usage = answer?.usage.value
  const pick = answer?.by.value?.pick ?? answer?.pick.value
  if (!usage) return null
  const { input, output, cacheRead } = usage
  const price = catalog.find(pick ?? null)?.price
  const credits = config.cost ? creditsOf(price, usage) : null
  return (
    <dl class="gauge-rows gauge-last">
      <div>
        <dt>{t('gauge.last')}</dt>
        <dd>
          {t('gauge.last.tokens', { input, output })}
          {cacheRead ? ` · ${t('gauge.last.cached', { count: cacheRead })}` : ''}
        </dd>
      </div>
      {config.cost && credits !== null && (
        <div>
          <dt>{t('gauge.cost')}</dt>
          <dd title={t('gauge.cost.about')}>{money(credits / CREDITS, config.cost)}</dd>
        </div>
      )}
    </dl>
  )
}

function Strategy({ conversation, use }: { conversation: ConversationModel; use: ContextUse }) {
  const { summaries } = useApp().config.interface
  const setup = conversation.setup.value
  const set = (change: Partial<Setup>) => conversation.setUp({ ...conversation.setup.peek(), ...change })
  const { options = {} } = setup
  const files = use.files > 0 || use.cut.length > 0 || use.out || options.resendFiles === false
  return (
    <div class="gauge-ways">
      {summaries !== 'off' && (
        <>
          <span>{t('gauge.strategy')}</span>
          <Segmented
            label={t('gauge.strategy')}
            options={[
              { value: 'truncate', label: t('gauge.truncate') },
              { value: 'summarize', label: t('gauge.summarize') },
            ]}
            value={setup.context ?? (summaries === 'usual' ? 'summarize' : 'truncate')}
            onChange={(context) => set({ context })}
          />
          <div class="gauge-now">
            <small>{t('gauge.strategy.about')}</small>
            <Button
              size="small"
              busy={conversation.summarizing.value}
              aria-disabled={use.earlier === 0 && use.recent === 0}
              onClick={() => conversation.summarize(true)}
            >
              {t('gauge.now')}
            </Button>
            {conversation.summarizing.value && (
              <Button size="small" kind="quiet" onClick={() => conversation.summarize(false)}>
                {t('message.waiting.stop')}
              </Button>
            )}
          </div>
        </>
      )}
      {(files || options.fileTokens !== undefined) && (
        <>
          <span>{t('gauge.files')}</span>
          <Segmented
            label={t('gauge.files')}
            options={[
              { value: 'always', label: t('gauge.files.always') },
              { value: 'once', label: t('gauge.files.once') },
            ]}
            value={options.resendFiles === false ? 'once' : 'always'}
            onChange={(value) => {
              const { resendFiles: _, ...rest } = conversation.setup.peek().options ?? {}
              set({ options: value === 'once' ? { ...rest, resendFiles: false } : rest })
            }}
          />
          <Limit conversation={conversation} of="fileTokens" label={t('gauge.fileTokens')} least={1} />
        </>
      )}
      <Limit
        conversation={conversation}
        of="contextTokens"
        label={t('gauge.limit')}
        least={LEAST}
        usual={use.by === 'setup' ? undefined : use.budget}
      />
    </div>
  )
}

/** Most tokens of something; empty: what is usual. */
function Limit({
  conversation,
  of,
  label,
  least,
  usual,
}: {
  conversation: ConversationModel
  of: 'contextTokens' | 'fileTokens'
  label: string
  least: number
  usual?: number | undefined
}) {
  const set = (field: HTMLInputElement) => {
    const setup = conversation.setup.peek()
    const { [of]: _, ...rest } = setup.options ?? {}
    const tokens = Math.round(field.valueAsNumber)
    const limit = Number.isNaN(tokens) ? {} : { [of]: Math.min(MOST, Math.max(least, tokens)) }
    conversation.setUp({ ...setup, options: { ...rest, ...limit } })
  }
  return (
    <label class="gauge-limit">
      <span>{label}</span>
      <input
        type="number"
        class="input"
        min={least}
        max={MOST}
        step="any"
        // It is no part of the message that the form around it sends.
        form=""
        inputMode="numeric"
        value={conversation.setup.value.options?.[of] ?? ''}
        placeholder={usual === undefined ? '' : String(usual)}
        onChange={(event) => set(event.currentTarget)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') set(event.currentTarget)
        }}
      />
    </label>
  )
}
