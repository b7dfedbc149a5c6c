/**
 * One conversation as the reader has it: its path of messages, and everything they can do in it. Whatever they do is
 * drawn at once; `conversation-sync.ts` makes it true.
 */
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { ContextUse } from '../../shared/context.ts'
import type { Fault } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Feedback, Pick } from '../../shared/message.ts'
import type { Setup } from '../../shared/setup.ts'
import { createAttached } from './attached.ts'
import type { Beginning } from './beginning.ts'
import { createBranches } from './branch-map.ts'
import type { CatalogModel } from './catalog.ts'
import { createChosenModel } from './chosen-model.ts'
import { createCompare } from './compare.ts'
import { ComposerModel } from './composer.ts'
import { createAsking } from './conversation-asking.ts'
import { createDrawing } from './conversation-drawing.ts'
import { createSync } from './conversation-sync.ts'
import { Tree } from './conversation-tree.ts'
import type { MessageModel } from './message.ts'
import { Outbox } from './outbox.ts'
import { createQueue } from './queue.ts'

export type ConversationDeps = {
  /** Null: one that begins with its first message. */
  id: string | null
  catalog: CatalogModel
  renew: () => Promise<boolean>
  /** The first message is on its way: the conversation has an address. */
  started: (id: string) => void
  /** What one that has not begun is to begin with. */
  beginning?: ReadonlySignal<Beginning>
}

export type { When } from './conversation-asking.ts'

export type ConversationModel = ReturnType<typeof createConversation>

export function createConversation(deps: ConversationDeps) {
  const id = signal(deps.id ?? newId())
  const begun = signal(deps.id !== null)
  const tree = new Tree()
  const outbox = new Outbox(id.peek())
  const composer = new ComposerModel(deps.id ?? 'new')
  const attached = createAttached(deps.id ?? 'new')
  /** Something that was asked for was refused, and belongs to no message. The view says it and clears it. */
  const notice = signal<Fault | null>(null)
  /** Somebody said how it is to ask. */
  let own = false
  /** A message that somebody came for, until it is in sight. */
  const sought = signal<string | null>(null)
  /** The list of models is open. */
  const choosing = signal(false)
  const drawing = createDrawing({ tree, outbox, composer, attached, queue: () => queue, notice })
  const sync = createSync({
    id: id.peek(),
    tree,
    outbox,
    renew: deps.renew,
    draw: drawing.draw,
    refused: drawing.refused,
    waits: (items) => queue.take(items),
    mapped: (frame) => branches.take(frame),
    stored: (message) => queue.settle(message),
    notice(fault) {
      notice.value = fault
      sought.value = null
    },
  })

  const queue = createQueue(sync.post)
  const branches = createBranches({ tree, ...sync })
  const last = computed(() => tree.path.value.at(-1) ?? null)
  const compare = createCompare({ key: deps.id ?? 'new', tree, catalog: deps.catalog, post: sync.post })
  const running = computed(() => {
    const columns = compare.current.value?.columns ?? (last.value?.role === 'assistant' ? [last.value] : [])
    return columns.some(({ state }) => state.value === 'open')
  })
  /** The model that answers next: chosen here, else the one that answered last, else the usual one. */
  const answer = computed(() => tree.path.value.findLast((m) => m.role === 'assistant' && m.pick.value))
  const choice = createChosenModel({ id: id.peek(), begun, answer })
  const pick = computed<Pick | null>(() => {
    const first = begun.value ? null : deps.beginning?.value.pick
    const wanted = choice.chosen.value ?? answer.value?.pick.value ?? first ?? null
    // One that is only not downloaded is still the one that is meant.
    const is = wanted !== null && (deps.catalog.find(wanted) || deps.catalog.isAbsent(wanted))
    return is ? wanted : deps.catalog.usual.value
  })
  const missing = computed(() => {
    const { value } = sync.standing
    return value === 'gone' || (value === 'empty' && deps.id !== null && tree.path.value.length === 0)
  })

  const asking = createAsking({
    id: id.peek(),
    outbox,
    composer,
    attached,
    compare,
    drawing,
    sync,
    begun,
    last,
    running,
    pick,
    project: () => deps.beginning?.peek().project ?? null,
    started(id) {
      // What answered is no longer a matter of what conversations begin with.
      if (!choice.chosen.peek()) choice.choose(deps.beginning?.peek().pick ?? null)
      deps.started(id)
    },
  })

  for (const frame of outbox.list()) drawing.draw(frame)
  if (deps.id !== null) sync.connect()
  // A new conversation connects with its first letter, so that sending waits for nothing.
  const unwarm = effect(() => {
    if (composer.text.value) sync.connect()
  })

  const unbegun = effect(() => {
    const first = begun.value ? undefined : deps.beginning?.value
    if (first && !own) sync.setup.value = first.setup
  })

  /** Shows another version of a message. */
  function select(version: string): void {
    const far = sync.stretch.below.peek() !== null
    if (tree.get(version) && !far) tree.show(tree.below(version))
    const delivery = tree.get(version)?.delivery.peek() ?? 'sent'
    if (delivery === 'sent') sync.post({ t: 'select', id: version })
    // Far above the end of the branch, its end is not what the reader wants to see.
    if (far) sync.stretch.loadAround(version)
  }

  /** Shows the branch through a message, on all devices; the view brings it into sight. */
  function seek(messageId: string): void {
    sought.value = messageId
    const shown = sync.stretch.shown.peek()
    if (!shown.some((message) => message.id === messageId)) select(messageId)
  }

  /** It is in sight, or will not be. */
  function reached(): void {
    sought.value = null
  }

  /** New words in place; nothing is asked again. */
  function edit(message: MessageModel, text: string): void {
    const n = message.parts.peek().findIndex(({ type }) => type === 'text')
    const part = message.parts.peek()[n]
    if (part?.type !== 'text' || part.text.peek() === text) return
    part.text.value = text
    sync.post({ t: 'edit', id: message.id, texts: [{ n, text }] })
  }

  function judge(message: MessageModel, feedback: Feedback | null): void {
    message.feedback.value = feedback
    sync.post({ t: 'feedback', id: message.id, feedback })
  }

  /** Deletes a message with all below it. The server keeps it for a while: `restore` brings it back. */
  function remove(message: MessageModel): void {
    batch(() => {
      tree.cut(message.id)
      drawing.showBeside(message.parent)
    })
    sync.post({ t: 'delete', id: message.id })
  }

  function restore(messageId: string): void {
    sync.post({ t: 'restore', id: messageId })
  }

  /** The model that answers from now on, here and (`usual`) in new conversations. */
  function choose(model: Pick, usual = true): void {
    compare.ask([])
    choice.choose(model)
    if (usual) deps.catalog.prefer(model)
  }

  return {
    id: id as ReadonlySignal<string>,
    /** It has an address. */
    begun: begun as ReadonlySignal<boolean>,
    path: tree.path,
    above: tree.above,
    versions: (message: MessageModel) => tree.versions(message),
    last,
    running,
    pick,
    missing,
    notice,
    composer,
    attached,
    compare,
    temporary: sync.temporary as ReadonlySignal<boolean>,
    /** Whether the conversation that begins is to leave no trace. */
    setTemporary(on: boolean): void {
      if (!begun.peek()) sync.temporary.value = on
    },
    context: sync.context as ReadonlySignal<{ leaf: string | null; use: ContextUse } | null>,
    /** Asks what would go along with the next message. */
    askContext(leaf: string | null, model: Pick): void {
      if (sync.status.peek() === 'open') sync.post({ t: 'context', leaf, pick: model })
    },
    summarizing: sync.summarizing as ReadonlySignal<boolean>,
    /** Puts everything above the last exchange into fewer words now; or stops doing so. */
    summarize(on: boolean): void {
      const leaf = last.peek()
      const model = pick.peek()
      if (!on) sync.post({ t: 'summarize-stop' })
      else if (leaf && model) sync.post({ t: 'summarize', leaf: leaf.id, pick: model })
    },
    /** A person's own words for the summary that ends with a message; null takes it away. */
    summarizeAs(message: MessageModel, text: string | null): void {
      const known = message.summary.peek()
      message.summary.value = known && text !== null ? { ...known, text, edited: Date.now() } : null
      sync.post({ t: 'summary', id: message.id, text })
    },
    setup: sync.setup as ReadonlySignal<Setup>,
    /** From now on the conversation asks like this. One that begins takes it along. */
    setUp(setup: Setup): void {
      own = true
      sync.setup.value = setup
      if (begun.peek()) sync.post({ t: 'setup', setup })
    },
    /** Makes a temporary conversation one like any other. */
    keep: () => sync.post({ t: 'keep' }),
    title: sync.title as ReadonlySignal<string | null>,
    facts: sync.facts as ReadonlySignal<number>,
    asOf: sync.asOf as ReadonlySignal<number | 'none' | null>,
    snapshot: sync.snapshot,
    recall: sync.recall,
    standing: sync.standing as ReadonlySignal<'unknown' | 'known' | 'empty' | 'gone'>,
    status: sync.status,
    nextTryAt: sync.nextTryAt,
    stretch: sync.stretch,
    retryNow: sync.retryNow,
    ...asking,
    select,
    sought: sought as ReadonlySignal<string | null>,
    seek,
    reached,
    edit,
    judge,
    remove,
    restore,
    queue,
    branches,
    choose,
    choosing,
    chooseModel(): void {
      choosing.value = true
    },
    [Symbol.dispose](): void {
      unwarm()
      unbegun()
      choice[Symbol.dispose]()
      sync.stop()
      composer[Symbol.dispose]()
    },
  }
}
