/** Prompts: to their page, to a new one, and into the message. */
import { ScrollText } from 'lucide'
import { navigate } from '../route.ts'
import { focusComposer } from '../views/commands.ts'
import type { Action } from './action.ts'
import { here } from './here.ts'

export const PROMPTS: readonly Action[] = [
  {
    id: 'prompts.insert',
    group: 'page',
    label: 'prompts.insertOne',
    icon: ScrollText,
    when: (app) => here.send !== undefined && app.conversation.peek().composer.text.peek() === '',
    // The slash that somebody would have typed.
    run: (app) => {
      app.conversation.peek().composer.text.value = '/'
      focusComposer()
    },
  },
  {
    id: 'prompts.open',
    group: 'page',
    label: 'prompts.all',
    icon: ScrollText,
    run: () => navigate('/prompts'),
  },
  {
    id: 'prompts.new',
    group: 'page',
    label: 'prompts.new',
    icon: ScrollText,
    run: () => navigate('/prompts/new'),
  },
]
