/** The branches of the open conversation. */
import { GitBranch } from 'lucide'
import type { Action } from './action.ts'
import { here } from './here.ts'

export const BRANCHES: readonly Action[] = [
  {
    id: 'map.open',
    group: 'conversation',
    label: 'map.title',
    icon: GitBranch,
    words: 'map.words',
    when: (app) => here.toEnd !== undefined && app.conversation.peek().branches.any.peek(),
    run: (app) => {
      app.conversation.peek().branches.shown.value = []
    },
  },
]
