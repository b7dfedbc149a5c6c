/**
 * Has the server write its open answers to disk, then ends it at once, so that nothing is shown afterwards that would be
 * missing later: `flush.js RUN_FOLDER PID`. Plain JavaScript and a bare socket, because it runs while somebody waits:
 * Node's HTTP client alone takes longer to load than the rest to run.
 */
import { connect } from 'node:net'
import { pathToFileURL } from 'node:url'

/** What is not written by then was not going to be. Together with the rest, Ctrl-C takes under two seconds. */
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
    const socket = connect('control.sock')
    setTimeout(() => socket.destroy(), FLUSH_MS).unref()
    // The first byte of the answer comes when all is written.
    socket.once('data', () => socket.destroy())
    socket.on('error', () => {})
    socket.on('close', () => done())
    socket.write('POST /flush HTTP/1.1\r\nHost: control\r\nContent-Length: 0\r\n\r\n')
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await flush(process.argv[2])
  process.kill(Number(process.argv[3]), 'SIGKILL')
}
