/**
 * Waits until the server answers, and prints its address: `ready.js URL PID`. Exit code 1 when the process ends before.
 * Plain JavaScript with one import, because it runs while somebody waits.
 */
import { get } from 'node:http'

const [url, pid] = process.argv.slice(2)
/** Far beyond what a start takes; a server that answers nothing for so long never will. */
const WAIT_MS = 30_000
const ASK_MS = 5

const began = Date.now()
const answers = () =>
  new Promise((done) => {
    get(`${url}/health`, (answer) => done(answer.resume().statusCode === 200)).on('error', () => done(false))
  })

while (!(await answers())) {
  if (Date.now() - began > WAIT_MS || !lives()) process.exit(1)
  await new Promise((done) => setTimeout(done, ASK_MS))
}
console.log(`Parley is ready at ${url}`)
process.exit(0)

function lives() {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}
