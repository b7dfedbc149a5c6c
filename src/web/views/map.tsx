/**
 * The map of all branches of a conversation: a drawn tree, and beside it what one looks at. Loaded on demand, and true for
 * as long as it is open.
 */
import { useSignal } from '@preact/signals'
import { X } from 'lucide'
import { useEffect, useId, useMemo } from 'preact/hooks'
import type { BranchMap, Run } from '../../shared/branch-map.ts'
import { t } from '../i18n/index.ts'
import type { ConversationModel } from '../models/conversation.ts'
import { layOut } from '../models/map-layout.ts'
import { IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { bringTo } from './bring.ts'
import { MapPreview } from './map-preview.tsx'
import { MapTree } from './map-tree.tsx'

type Props = { conversation: ConversationModel }

export function MapDialog({ conversation }: Props) {
  const { branches } = conversation
  const tree = useId()
  const map = branches.map.value
  const close = () => {
    branches.shown.value = null
  }
  useEffect(() => branches.watch(), [branches])
  return (
    <Dialog class="map" focus={tree} onClose={close}>
      {(dialog) => (
        <>
          <header class="map-head">
            <h2 {...dialog.getTitleProps()}>{t('map.title')}</h2>
            {map && <p>{t('map.branches', { count: leavesOf(map) })}</p>}
            <IconButton icon={X} label={t('action.close')} onClick={close} />
          </header>
          {map ? (
            <Inside conversation={conversation} map={map} tree={tree} onDone={close} />
          ) : branches.reachable.value ? (
            <Skeleton lines={8} class="map-skeleton" />
          ) : (
            <p class="map-say">{t('map.offline')}</p>
          )}
        </>
      )}
    </Dialog>
  )
}

function Inside({
  conversation,
  map,
  tree,
  onDone,
}: Props & { map: BranchMap; tree: string; onDone: () => void }) {
  const { branches } = conversation
  const layout = useMemo(() => layOut(map), [map])
  const here = map.runs.findIndex(({ end }) => end === map.leaf)
  const active = useSignal(map.runs[Math.max(0, here)]?.id ?? '')
  const at = Math.max(
    0,
    map.runs.findIndex(({ id }) => id === active.value),
  )
  const carried = branches.shown.value ?? []
  const go = (message: string) => {
    conversation.seek(message)
    onDone()
  }
  const choose = (place: number) => {
    if (carried.length === 0) return go(map.runs[place]!.id)
    const end = endBelow(map.runs, layout.kids, place)
    if (end.state === 'open') return
    onDone()
    bringTo(conversation, end.end, carried)
  }
  const run = map.runs[at]
  return (
    <>
      {carried.length > 0 && <p class="map-note">{t('map.carry')}</p>}
      <div class="map-body">
        <MapTree
          id={tree}
          map={map}
          layout={layout}
          at={at}
          onActive={(place) => {
            active.value = map.runs[place]?.id ?? ''
          }}
          onChoose={choose}
        />
        {run && (
          <MapPreview
            key={run.id}
            conversation={conversation}
            run={run}
            answer={run.answer ?? answerBelow(map.runs, layout.kids[at]!, run)}
            carrying={carried.length > 0}
            elsewhere={!layout.on.has(at)}
            onGo={go}
            onChoose={() => choose(at)}
            onBrought={onDone}
          />
        )}
      </div>
    </>
  )
}

function leavesOf({ runs }: BranchMap): number {
  return runs.length - new Set(runs.map(({ up }) => up).filter((up) => up >= 0)).size
}

/** The end of the branch that goes straight on from a run. */
function endBelow(runs: readonly Run[], kids: readonly (readonly number[])[], from: number): Run {
  let at = from
  for (let next = kids[at]![0]; next !== undefined; next = kids[at]![0]) at = next
  return runs[at]!
}

/** Where a question has several answers, the complete one that goes straight on, else any. */
function answerBelow(
  runs: readonly Run[],
  kids: readonly number[],
  { role, count }: Run,
): string | undefined {
  if (role !== 'user' || count > 1) return undefined
  const answers = kids.map((kid) => runs[kid]!).filter((run) => run.role === 'assistant')
  return answers.find(({ count, state }) => count > 1 || state !== 'open')?.id
}
