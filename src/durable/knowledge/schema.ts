/** Tables of a Knowledge object. Steps are appended, never edited. */
export const SCHEMA: readonly string[] = [
  'CREATE TABLE seed (hash TEXT NOT NULL)',
  'CREATE TABLE passages (id INTEGER PRIMARY KEY, title TEXT NOT NULL, url TEXT NOT NULL, text TEXT NOT NULL)',
  // Stems, so that "regenerating" finds "regenerate", and prefixes for words that are half typed or misspelt.
  `CREATE VIRTUAL TABLE words USING fts5 (title, text, tokenize = 'porter unicode61 remove_diacritics 2', prefix = '3 4 5')`,
]
