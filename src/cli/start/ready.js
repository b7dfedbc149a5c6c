/**
 * Waits until the server answers, and prints its address: `ready.js URL PID`. Exit code 1 when the process ends before.
 * Plain JavaScript and a bare socket, for the reason in flush.js.
 */
import { connect } from 'node:net'

const [url, pid] = process.argv.slice(2)
const { hostname, port } = new URL(url)
/** Far beyond what a start takes; a server that answers nothing for so long never will. */
const WAIT_MS = 30_000
const ASK_MS = 3

const began = Date.now()
while (!(await answers())) {
  if (Date.now() - began > WAIT_MS || !lives()) process.exit(1)
  await new Promise((done) => setTimeout(done, ASK_MS))
}
console.log(`Parley is ready at ${url}`)

function answers() {
  return new Promise((done) => {
    const socket = connect({ host: hostname.replace(/[[\]]/g, ''), port: Number(port) })
    socket.once('data', (data) => {
      done(data.toString('latin1').startsWith('HTTP/1.1 200'))
      socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => done(false))
    socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  })
}

function lives() {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}
