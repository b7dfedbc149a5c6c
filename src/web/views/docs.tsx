/** Parley's documentation in the page: what the guide's sources point to. Loaded when somebody reads it. */
import { signal, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { type ApiFault, api } from '../api.ts'
import { faultText } from '../i18n/fault.ts'
import { t } from '../i18n/index.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { Problem } from '../ui/problem.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

/** The page that `/docs` means. */
const FIRST = 'start'

const WRITING = signal(false)
const WHOLE = signal(true)

export function Docs({ name }: { name: string | null }) {
  const page = name ?? FIRST
  const pages = useSignal<{ page: string; title: string }[]>([])
  const text = useSignal('')
  const fault = useSignal<ApiFault | null>(null)
  const column = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const load = async () => {
      const [list, doc] = await Promise.all([api.docs(), api.doc(page)])
      if (list.ok) pages.value = list.value.data.toSorted((a, b) => rank(a.page) - rank(b.page))
      if (!doc.ok) fault.value = doc.fault
      else {
        document.title = doc.value.title
        text.value = linked(doc.value.text)
        requestAnimationFrame(() => anchor(column.current))
      }
    }
    void load()
  }, [])

  if (fault.value) {
    const missing = fault.value.code === 'not_found'
    return <Problem title={t('docs.title')} about={missing ? t('docs.missing') : faultText(fault.value)} />
  }
  return (
    <section class="docs" aria-label={t('docs.region')}>
      <div ref={column} class="docs-column">
        <nav class="docs-pages" aria-label={t('docs.pages')}>
          {pages.value.map((one) => (
            <a
              key={one.page}
              href={`/docs/${one.page}`}
              aria-current={one.page === page ? 'page' : undefined}
            >
              {one.title}
            </a>
          ))}
        </nav>
        {text.value ? <Markdown text={text} open={WRITING} whole={WHOLE} /> : <Skeleton lines={10} />}
      </div>
    </section>
  )
}

/** Where one begins stands first; the others keep their order. */
function rank(page: string): number {
  return page === FIRST ? 0 : 1
}

/** Links between the files become links between the pages. */
function linked(text: string): string {
  return text.replace(/\]\(([\w-]+)\.md(#[\w-]+)?\)/g, (_, page, hash = '') => `](/docs/${page}${hash})`)
}

/** Gives headings the anchors that links name, and goes to the one in the address. */
function anchor(root: HTMLElement | null): void {
  for (const heading of root?.querySelectorAll('h1, h2, h3, h4, h5, h6') ?? []) {
    heading.id = (heading.textContent ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s+/g, '-')
  }
  const wanted = decodeURIComponent(location.hash.slice(1))
  if (wanted) document.getElementById(wanted)?.scrollIntoView()
}
