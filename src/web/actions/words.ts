/** What is read, to be used elsewhere: quoted, or copied whole. */
import { CopyCheck, TextQuote } from 'lucide'
import { api } from '../api.ts'
import type { App } from '../context.ts'
import { copyConversation } from '../views/copy.ts'
import { quote, selectedWords } from '../views/quote.ts'
import type { Action } from './action.ts'
import { here } from './here.ts'

/** What is selected, else the last answer. */
function quotable({ conversation }: App): string {
  const selected = selectedWords()?.words
  const answer = conversation
    .peek()
    .path.peek()
    .findLast(({ role }) => role === 'assistant')
  return selected ?? answer?.text() ?? ''
}

export const WORDS: readonly Action[] = [
  {
    id: 'answer.quote',
    group: 'answer',
    label: 'quote.tip',
    icon: TextQuote,
    words: 'quote.words',
    when: (app) => here.send !== undefined && quotable(app) !== '',
    run: (app) => quote(quotable(app)),
  },
  {
    id: 'conversation.copy',
    group: 'conversation',
    label: 'copy.whole',
    icon: CopyCheck,
    words: 'copy.whole.words',
    when: (app) => here.toEnd !== undefined && app.conversation.peek().last.peek() !== null,
    run: (app) => {
      const conversation = app.conversation.peek()
      void copyConversation(conversation, (cursor) => api.messages(conversation.id.peek(), cursor))
    },
  },
]
