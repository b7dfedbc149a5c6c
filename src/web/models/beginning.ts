/**
 * What a new conversation begins with: the preset or the model of the project it begins in, else the person's own preset,
 * else what is usual. The project's instructions are no part of it: the server adds them.
 */
import { computed, type ReadonlySignal } from '@preact/signals'
import type { Pick } from '../../shared/message.ts'
import type { Preset } from '../../shared/presets.ts'
import type { Setup } from '../../shared/setup.ts'
import type { LibraryModel } from './library.ts'
import type { PresetsModel } from './presets.ts'
import type { ShelvesModel } from './shelves.ts'

export type Beginning = { project: string | null; pick: Pick | null; setup: Setup }

type Deps = { library: LibraryModel; shelves: ShelvesModel; presets: PresetsModel }

export function createBeginning({ library, shelves, presets }: Deps): ReadonlySignal<Beginning> {
  return computed(() => {
    const { project: id } = library.filter.value
    const project = shelves.projects.value.find((one) => one.id === id)
    // The others are not here yet when a page begins in a project.
    if (project?.preset) presets.need()
    const preset =
      presets.find(project?.preset) ?? (project?.pick ? undefined : presets.find(presets.usual.value))
    return {
      project: project?.id ?? null,
      pick: preset?.pick ?? project?.pick ?? null,
      setup: preset ? setupOf(preset) : {},
    }
  })
}

/** A conversation asks like this from now on, and says which preset that is. */
export function setupOf({ id, name, setup }: Preset): Setup {
  return { ...setup, preset: { id, name } }
}
