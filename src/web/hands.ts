/**
 * What is done with what is on the page: menus, rewriting, the list's own ways. One file of its own, fetched right after
 * the first picture, because nobody does anything before they see something.
 */

export { api } from './api.ts'
export { faultText } from './i18n/fault.ts'
export { Fault, Instead, Refusal, Retrying } from './parts/fault.tsx'
export { Confirmer } from './ui/confirm.tsx'
export { Toaster, toast } from './ui/toast.tsx'
export { EmptyShelf } from './views/empty-shelf.tsx'
export { Gauge } from './views/gauge.tsx'
export { erase, trash } from './views/library-actions.ts'
export { LibraryDialogs } from './views/library-dialogs.tsx'
export { Buttons } from './views/message-buttons.tsx'
export { Edit } from './views/message-edit.tsx'
export { MissingPage } from './views/missing-page.tsx'
export { PartHead } from './views/part-head.tsx'
export { QueueView } from './views/queue.tsx'
export { QuoteButton } from './views/quote-button.tsx'
export { Rename } from './views/sidebar-rename.tsx'
export { leaving, menuOf } from './views/sidebar-row-menu.ts'
export { filterMenu, waysMenu } from './views/sidebar-ways.ts'
export { SlashPrompts } from './views/slash-prompts.tsx'
export { TemporaryNote } from './views/temporary.tsx'
export { ThreadAids } from './views/thread-aids.tsx'
export { accountMenu } from './views/user-menu-items.ts'
