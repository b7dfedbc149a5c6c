import { CHARGES_SCHEMA } from './charges.ts'

/** Tables of one conversation. Applied entries are never edited; a change is a new entry. */

export const SCHEMA: readonly string[] = [
  // `parent` is '' at the root, so that siblings of every level are found by one index. `gone`: when a message was
  // deleted, Unix ms. `queue` holds what waits for the answer `after` to end; `news`, of which messages the person's
  // search must hear. `deserted`: when the last socket of a temporary conversation closed, Unix ms.
  `CREATE TABLE room (
     one INTEGER PRIMARY KEY CHECK (one = 1),
     owner TEXT NOT NULL, title TEXT, titled TEXT NOT NULL, pick TEXT,
     created INTEGER NOT NULL, updated INTEGER NOT NULL,
     clock INTEGER NOT NULL, version INTEGER NOT NULL, told INTEGER NOT NULL,
     temporary INTEGER NOT NULL, deserted INTEGER
   );
   CREATE TABLE message (
     seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, parent TEXT NOT NULL, role TEXT NOT NULL,
     state TEXT NOT NULL, created INTEGER NOT NULL, clock INTEGER NOT NULL,
     pick TEXT, ending TEXT, parts TEXT NOT NULL, gone INTEGER
   );
   CREATE INDEX message_parent ON message (parent);
   CREATE INDEX message_clock ON message (clock);
   CREATE INDEX message_open ON message (state) WHERE state = 'open';
   CREATE INDEX message_gone ON message (gone) WHERE gone IS NOT NULL;
   CREATE TABLE branch (person TEXT NOT NULL, parent TEXT NOT NULL, child TEXT NOT NULL, PRIMARY KEY (person, parent)) WITHOUT ROWID;
   CREATE TABLE queue (
     id TEXT PRIMARY KEY, reply TEXT NOT NULL, person TEXT NOT NULL, after TEXT NOT NULL, place REAL NOT NULL,
     mode TEXT NOT NULL, parts TEXT NOT NULL, pick TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE news (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL);`,
  `ALTER TABLE room ADD COLUMN setup TEXT`,
  // `comparison` is its id, `replies` who took part as JSON, `winner` one of them or null.
  `ALTER TABLE queue ADD COLUMN also TEXT;
   CREATE TABLE vote (
     comparison TEXT NOT NULL, person TEXT NOT NULL, question TEXT NOT NULL, verdict TEXT NOT NULL,
     replies TEXT NOT NULL, winner TEXT, at INTEGER NOT NULL, PRIMARY KEY (comparison, person)
   ) WITHOUT ROWID;
   CREATE INDEX vote_question ON vote (question);`,
  // `home`: the project it is in, as JSON; see home.ts.
  `ALTER TABLE room ADD COLUMN home TEXT`,
  // What is in a file stands in rows of its own, in order; `file_use` says which messages have it, waiting ones among them.
  `CREATE TABLE file (
     id TEXT PRIMARY KEY, name TEXT NOT NULL, mime TEXT NOT NULL, size INTEGER NOT NULL, tokens INTEGER NOT NULL,
     created INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE file_text (file TEXT NOT NULL, n INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (file, n));
   CREATE TABLE file_use (file TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (file, message)) WITHOUT ROWID;`,
  CHARGES_SCHEMA,
]

/** In `branch`, the row that holds a person's leaf rather than a choice between siblings. */
export const LEAF = '*'
