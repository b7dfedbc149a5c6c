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

  const store = (name: StoreName) => db.transaction(name).objectStore(name)
  const change = (name: StoreName, work: (store: IDBObjectStore) => void) => {
    const transaction = db.transaction(name, 'readwrite')
    work(transaction.objectStore(name))
    // A page that is being left gets no turn in which to end it.
    transaction.commit?.()
    return new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
  }

  return {
    get: <T>(name: StoreName, key: string) => done<T | undefined>(store(name).get(key)),
    keys: (name: StoreName) => done(store(name).getAllKeys()) as Promise<string[]>,
    /** Keys from the one that was seen last. */
    newest: () => done(store('conversation').index('at').getAllKeys()) as Promise<string[]>,
    put: async (name: StoreName, value: unknown, key?: string): Promise<void> =>
      change(name, (all) => all.put(value, key)),
    drop: async (name: StoreName, key: string): Promise<void> => change(name, (all) => all.delete(key)),
    close: () => db.close(),
  }
}

export function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
