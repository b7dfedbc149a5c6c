/** Tables of the search. One step of the person's schema: applied, it is never edited. */
export const SEARCH_SCHEMA = `
  -- n: time of the message in ms × 1024, and a number within it. A title is a row with message ''.
  CREATE TABLE search_text (
    n INTEGER PRIMARY KEY, conversation TEXT NOT NULL, message TEXT NOT NULL, role TEXT NOT NULL, model TEXT,
    size INTEGER NOT NULL, text TEXT NOT NULL
  );
  CREATE UNIQUE INDEX search_text_message ON search_text (conversation, message);
  -- Up to which clock of its room each conversation has been heard.
  CREATE TABLE search_heard (conversation TEXT PRIMARY KEY, clock INTEGER NOT NULL) WITHOUT ROWID;
  CREATE VIRTUAL TABLE search_index USING fts5 (
    text, facets, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
  );
  -- What is deleted leaves the index at once, not when it is next merged.
  INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
  CREATE TABLE search_word (n INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
  CREATE VIRTUAL TABLE search_gram USING fts5 (word, content = '', columnsize = 0, detail = none, tokenize = 'trigram');
  INSERT INTO search_gram (search_gram, rank) VALUES ('secure-delete', 1);`
