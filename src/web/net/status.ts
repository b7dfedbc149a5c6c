/**
 * Why a socket did not open: a browser tells a page no more than that it failed. Asks the same server for the thing
 * itself.
 */

/** The HTTP status of `path`; null when the server cannot be reached. */
export async function statusOf(path: string): Promise<number | null> {
  return fetch(path, { headers: { accept: 'application/json' } }).then(
    ({ status }) => status,
    // no connection: nothing is known
    () => null,
  )
}
