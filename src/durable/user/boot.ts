/** What the first page of a person needs. */
import type { Boot } from '../rpc.ts'
import type { Sql } from '../sql.ts'
import { shelvesOf } from './acts.ts'
import type { Library } from './library.ts'
import type { Models } from './models.ts'
import { preferences } from './preferences.ts'
import { standardPreset } from './presets.ts'

export function bootOf(sql: Sql, library: Library, models: Models): Boot {
  return {
    preferences: preferences(sql),
    library: { ...library.head(), clock: library.clock },
    shelves: shelvesOf(sql),
    catalog: models.known(),
    preset: standardPreset(sql),
  }
}
