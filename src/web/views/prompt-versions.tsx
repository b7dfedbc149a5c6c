/** The versions of a prompt's text: which one is in use, what the others say, and the way back to them. */
import { useSignal } from '@preact/signals'
import { ChevronRight } from 'lucide'
import { useEffect } from 'preact/hooks'
import type { Prompt, PromptVersion } from '../../shared/prompts.ts'
import { type ApiFault, api } from '../api.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import type { PromptsModel } from '../models/prompts.ts'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/icon.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { toast } from '../ui/toast.tsx'
import { tellFault } from './library-actions.ts'
import { PromptWords } from './prompt-words.tsx'

type Props = { prompt: Prompt; model: PromptsModel; onEdit: (text: string) => void }

export function PromptVersions({ prompt, model, onEdit }: Props) {
  const versions = useSignal<readonly PromptVersion[] | null>(null)
  const fault = useSignal<ApiFault | null>(null)
  const { id } = prompt

  async function load(): Promise<void> {
    const answer = await api.promptVersions(id)
    fault.value = answer.ok ? null : answer.fault
    if (answer.ok) versions.value = answer.value
  }
  // One that was just made here has still to arrive.
  useEffect(() => {
    void load()
  }, [id, prompt.versions, prompt.updated])

  async function drop({ id: version, n }: PromptVersion): Promise<void> {
    const sure = await confirm({
      title: t('prompts.version.delete', { n }),
      about: t('prompts.version.delete.about'),
      action: t('action.delete'),
    })
    if (sure) tellFault(model.dropVersion(id, version))
  }
  function use({ id: version, n }: PromptVersion): void {
    const before = prompt.version
    const run = () => tellFault(model.use(id, before))
    tellFault(model.use(id, version))
    toast({ text: t('prompts.version.used', { n }), action: { label: t('action.undo'), run } })
  }

  const all = versions.value
  if (fault.value && !all)
    return (
      <p class="prompt-note">
        {faultText(fault.value)}{' '}
        <Button size="small" onClick={() => void load()}>
          {t('action.retry')}
        </Button>
      </p>
    )
  if (!all?.length) return null
  return (
    <section class="prompt-versions" aria-labelledby="prompt-versions">
      <h2 id="prompt-versions">{t('prompts.versions')}</h2>
      <ul>
        {all.map((version) => {
          const used = version.id === prompt.version
          return (
            <li key={version.id}>
              <details>
                <summary>
                  <Icon of={ChevronRight} size={16} class="prompt-fold" />
                  <span>{t('prompts.version', { n: version.n })}</span>
                  {used && <span class="prompt-used">{t('prompts.version.inUse')}</span>}
                  <RelativeTime at={version.created} />
                </summary>
                <PromptWords text={version.text} />
                <div class="prompt-version-ways">
                  {!used && (
                    <Button size="small" onClick={() => use(version)}>
                      {t('prompts.version.use')}
                    </Button>
                  )}
                  <Button size="small" onClick={() => onEdit(version.text)}>
                    {t('prompts.version.edit')}
                  </Button>
                  {!used && (
                    <Button size="small" kind="quiet" onClick={() => void drop(version)}>
                      {t('action.delete')}
                    </Button>
                  )}
                </div>
              </details>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
