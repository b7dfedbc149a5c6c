/** What an empty page shows. A page that opens with a conversation gets it afterwards. */
import { shared } from '../ui/later.tsx'

export const { load: loadEmpty, view: fromEmpty } = shared(() => import('./empty.tsx'))
