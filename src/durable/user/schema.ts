/** Tables of one person. Applied entries are never edited; a change is a new entry. */

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
]
