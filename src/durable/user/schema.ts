/** Tables of one person. Applied entries are never edited; a change is a new entry. */
import { DRAFT_FILES_SCHEMA } from './draft-files.ts'
import { DRAFTS_SCHEMA } from './drafts.ts'
import { KEYS_SCHEMA } from './keys.ts'
import { LEDGER_SCHEMA } from './ledger.ts'
import { PRESETS_SCHEMA } from './presets.ts'
import { PROMPTS_SCHEMA } from './prompts.ts'
import { SEARCH_SCHEMA } from './search/schema.ts'
import { VOTES_SCHEMA } from './votes.ts'

export const SCHEMA: readonly string[] = [
  `CREATE TABLE person (one INTEGER PRIMARY KEY CHECK (one = 1), clock INTEGER NOT NULL, preferences TEXT NOT NULL);
   INSERT INTO person VALUES (1, 0, '{}');
   CREATE TABLE conversation (
     id TEXT PRIMARY KEY, version INTEGER NOT NULL, clock INTEGER NOT NULL, gone INTEGER NOT NULL,
     title TEXT, pick TEXT, created INTEGER NOT NULL, updated INTEGER NOT NULL, running INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX conversation_updated ON conversation (updated DESC, id DESC) WHERE gone = 0;
   CREATE INDEX conversation_clock ON conversation (clock);
   CREATE TABLE watch (sid TEXT NOT NULL, conversation TEXT NOT NULL, sockets INTEGER NOT NULL, PRIMARY KEY (sid, conversation)) WITHOUT ROWID;
   CREATE TABLE revoked (sid TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;`,
  // gone: 0 there, 1 erased, 2 its room has still to be asked.
  `ALTER TABLE conversation ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE conversation ADD COLUMN archived INTEGER;
   ALTER TABLE conversation ADD COLUMN trashed INTEGER;
   ALTER TABLE conversation ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE conversation ADD COLUMN project TEXT;
   CREATE INDEX conversation_list ON conversation (pinned, updated DESC, id DESC) WHERE gone = 0 AND trashed IS NULL AND archived IS NULL;
   CREATE INDEX conversation_archive ON conversation (archived DESC, id DESC) WHERE gone = 0 AND trashed IS NULL AND archived IS NOT NULL;
   CREATE INDEX conversation_trash ON conversation (trashed DESC, id DESC) WHERE gone = 0 AND trashed IS NOT NULL;
   CREATE INDEX conversation_erase ON conversation (id) WHERE gone = 2;
   CREATE INDEX conversation_project ON conversation (project) WHERE project IS NOT NULL;
   CREATE TABLE tag (id TEXT PRIMARY KEY, name TEXT NOT NULL, about TEXT NOT NULL, place INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE tagged (tag TEXT NOT NULL, conversation TEXT NOT NULL, PRIMARY KEY (tag, conversation)) WITHOUT ROWID;
   CREATE INDEX tagged_conversation ON tagged (conversation);
   CREATE TABLE project (
     id TEXT PRIMARY KEY, name TEXT NOT NULL, about TEXT NOT NULL, color TEXT NOT NULL, parent TEXT,
     folded INTEGER NOT NULL, place INTEGER NOT NULL
   ) WITHOUT ROWID;`,
  SEARCH_SCHEMA,
  PROMPTS_SCHEMA,
  VOTES_SCHEMA,
  DRAFTS_SCHEMA,
  // `bin`: bookmarks and projects that were deleted, as JSON of their row; `binned`: what was in them.
  `${PRESETS_SCHEMA}
   ALTER TABLE project ADD COLUMN instructions TEXT NOT NULL DEFAULT '';
   ALTER TABLE project ADD COLUMN pick TEXT;
   ALTER TABLE project ADD COLUMN preset TEXT;
   CREATE TABLE bin (id TEXT PRIMARY KEY, kind TEXT NOT NULL, row TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE binned (of TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (of, id)) WITHOUT ROWID;
   CREATE INDEX binned_id ON binned (id);`,
  KEYS_SCHEMA,
  LEDGER_SCHEMA,
  DRAFT_FILES_SCHEMA,
]
