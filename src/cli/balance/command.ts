/**
 * `npm run parley -- balance EMAIL [add|set N]`: somebody's credits, at the server that runs on this machine. It is asked
 * over the socket in its data folder, which belongs to who started it.
 */
import { request } from 'node:http'
import { Refusal } from '../refusal.ts'
import { runFolder } from '../start/data-folder.ts'
import { readOptions } from '../start/options.ts'

const USAGE = 'npm run parley -- balance EMAIL [add N | set N] [--data ./data]'

export async function run(args: string[]): Promise<number> {
  const at = args.indexOf('--data')
  const [email, how, amount, ...more] = at < 0 ? args : args.toSpliced(at, 2)
  const change = how === undefined ? {} : changeOf(how, amount)
  if (!email || !change || more.length > 0) throw new Refusal(`usage: ${USAGE}`)
  const { data } = readOptions(at < 0 ? [] : args.slice(at, at + 2))
  // A relative path, because the system allows a socket's path only some hundred bytes.
  const told = await ask(runFolder(data), JSON.stringify({ email, ...change }))
  if (told.credits === undefined) throw new Refusal(told.message ?? 'the server did not understand')
  console.log(`${email}: ${told.credits} credits`)
  return 0
}

function changeOf(how: string, amount: string | undefined): { add: number } | { set: number } | null {
  if (amount === undefined || !/^-?\d+(\.\d+)?$/.test(amount)) return null
  if (how === 'add') return { add: Number(amount) }
  return how === 'set' ? { set: Number(amount) } : null
}

function ask(run: string, body: string): Promise<{ credits?: number; message?: string }> {
  try {
    process.chdir(run)
  } catch {
    throw new Refusal(`there is no server's data in ${run}: name its folder with --data`)
  }
  return new Promise((done, failed) => {
    const asked = request({ socketPath: 'control.sock', method: 'POST', path: '/balance' }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece) => {
        text += piece
      })
      answer.on('end', () => {
        try {
          done(JSON.parse(text))
        } catch {
          failed(new Refusal(`the server answered ${answer.statusCode}: it may be of another version`))
        }
      })
    })
    asked.on('error', () => failed(new Refusal(`no server runs with the data in ${run}: start it first`)))
    asked.end(body)
  })
}
