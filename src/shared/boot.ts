/** What the page is served with, as JSON in `<script type="application/json" id="boot">`: its first drawing needs no request. */
import type { Catalog } from './catalog.ts'
import type { Interface } from './interface.ts'
import type { Preferences } from './preferences.ts'
import type { Preset } from './presets.ts'
import type { LibraryItem, Project, Tag } from './shelf.ts'
import type { User } from './user.ts'

/** What anybody may know of this installation. */
export type PublicConfig = {
  appTitle: string
  version: string
  /** Ways to sign in: `password`, later others. */
  strategies: { id: string; kind: 'form' | 'redirect' }[]
  /** A new account can be made. */
  registration: boolean
  /** Characters of a new password at least. */
  minPassword: number
  /** There is no account yet: the first one becomes the administrator's. */
  fresh: boolean
  /** What people see and may do here. */
  interface: Interface
  /** Said at the foot of the page, in Markdown; and where there is help. */
  footer?: string
  help?: string
  /** In which money costs are shown, dollars times `rate`; null: they are not. */
  cost: { code: string; rate: number } | null
}

export type BootData =
  | { config: PublicConfig; user: null }
  | {
      config: PublicConfig
      user: User
      /** The session this page belongs to, and when its access token ends (Unix ms): refresh before, or on a 401. */
      session: { id: string; expires: number }
      preferences: Preferences
      library: { clock: number; items: LibraryItem[]; nextCursor: string | null }
      shelves: { tags: Tag[]; projects: Project[] }
      catalog: Catalog
      /** What new conversations begin with, where the person has such a preset. */
      preset?: Preset | null
    }

/** Answer of `register`, `login` and `refresh`. The token is also in an HttpOnly cookie; `expires` is Unix ms. */
export type SignedIn = { token: string; user: User; session: { id: string; expires: number } }
