/** Forgets what was kept for reading without a connection. Small, because every page may have to. */

/** Deleting waits for other tabs that have it open; they let go of it when they hear of it. */
const PATIENCE_MS = 1500

/**
 * Deletes what everybody left in this browser. Of `owner` (null: of nobody) the words that could not be sent stay, and
 * of `reader` (null: of nobody) everything.
 */
export async function forgetReading(owner: string | null, reader: string | null = null): Promise<void> {
  const work = async () => {
    const names = (await databases()).filter((name) => name !== `parley.${reader}`)
    await Promise.all(
      names.map((name) =>
        name === `parley.${owner}` ? emptied(name) : gone(indexedDB.deleteDatabase(name)),
      ),
    )
  }
  const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS))
  // A browser that keeps nothing has nothing to forget.
  await Promise.race([work().catch(() => {}), late])
}

async function databases(): Promise<string[]> {
  const all = await indexedDB.databases()
  return all.flatMap(({ name }) => (name?.startsWith('parley.') ? [name] : []))
}

async function emptied(name: string): Promise<void> {
  const request = indexedDB.open(name)
  await gone(request)
  const db = request.result
  const stores = ['page', 'conversation'].filter((store) => db.objectStoreNames.contains(store))
  if (stores.length > 0) {
    const work = db.transaction(stores, 'readwrite')
    for (const store of stores) work.objectStore(store).clear()
    await new Promise((resolve) => {
      work.oncomplete = resolve
      work.onabort = resolve
    })
  }
  db.close()
}

function gone(request: IDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })
}
