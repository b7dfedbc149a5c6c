/**
 * What a person can read without a connection, and words of theirs that found no other room: one IndexedDB for each
 * person, so that nobody meets what belongs to somebody else. A browser without IndexedDB, or with a full disk, keeps
 * nothing to read; it loses nothing either.
 */

const PREFIX = 'parley.'
const VERSION = 2

/** `file`: what is in files that wait to be sent. */
export type StoreName = 'page' | 'conversation' | 'words' | 'file'

export type Kept = Awaited<ReturnType<typeof openKept>>

export const nameOf = (user: string) => PREFIX + user

/** Rejects where the browser has none. */
export async function openKept(user: string) {
  const request = indexedDB.open(nameOf(user), VERSION)
  request.onupgradeneeded = ({ oldVersion }) => {
    const db = request.result
    db.createObjectStore('file')
    if (oldVersion >= 1) return
    db.createObjectStore('page')
    db.createObjectStore('words')
    db.createObjectStore('conversation', { keyPath: 'id' }).createIndex('at', 'at')
  }
  const db = await done(request)
  // Another tab signs out, and deletes it: from now on nothing is kept here.
  db.onversionchange = () => db.close()

  const store = (name: StoreName, mode: IDBTransactionMode) => db.transaction(name, mode).objectStore(name)

  return {
    get: <T>(name: StoreName, key: string) => done<T | undefined>(store(name, 'readonly').get(key)),
    keys: (name: StoreName) => done(store(name, 'readonly').getAllKeys()) as Promise<string[]>,
    /** Keys from the one that was seen last. */
    newest: () => done(store('conversation', 'readonly').index('at').getAllKeys()) as Promise<string[]>,
    async put(name: StoreName, value: unknown, key?: string): Promise<void> {
      await done(store(name, 'readwrite').put(value, key))
    },
    async drop(name: StoreName, key: string): Promise<void> {
      await done(store(name, 'readwrite').delete(key))
    },
    close: () => db.close(),
  }
}

export function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
