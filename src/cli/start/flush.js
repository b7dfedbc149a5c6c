/**
 * Has the server write its open answers to disk, then ends it at once, so that nothing is shown afterwards that would be
 * missing later: `flush.js RUN_FOLDER PID`. Plain JavaScript with one import, because it runs while somebody waits.
 */
import { request } from 'node:http'
import { pathToFileURL } from 'node:url'

/** What is written in longer than this was not going to be. Together with the rest, Ctrl-C takes under two seconds. */
const FLUSH_MS = 1200

/**
 * Resolves when everything is written, or when the server does not answer: then it is dead or stuck, and the recovery
 * from a crash does the rest.
 * @param {string} run
 * @returns {Promise<void>}
 */
export function flush(run) {
  return new Promise((done) => {
    process.chdir(run)
    // A relative path, because the system allows a socket's path only some hundred bytes.
    const asked = request({ socketPath: 'control.sock', path: '/flush', method: 'POST', timeout: FLUSH_MS })
    asked.on('response', (answer) => answer.on('end', done).resume())
    asked.on('timeout', () => asked.destroy())
    asked.on('close', done)
    asked.on('error', done)
    asked.end()
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await flush(process.argv[2])
  process.kill(Number(process.argv[3]), 'SIGKILL')
}
