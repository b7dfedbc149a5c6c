/** Which tools are offered. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

export const Tools = {
  includedTools: opt(v.array(v.string()), 'Allowlist of manifest tool plugin keys'),
  filteredTools: opt(v.array(v.string()), 'Denylist of manifest tool plugin keys'),
}
