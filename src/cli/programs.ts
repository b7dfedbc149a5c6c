/** Runs the project's tools (linter, compiler, test runner) as child processes on the pinned Node. */
import { spawn } from 'node:child_process'
import { inProject } from './build/paths.ts'

export type Ended = { code: number; output: string }

/** Runs a program of node_modules with its output on the terminal. Resolves to its exit code. */
export const runProgram = (name: string, args: string[]): Promise<number> =>
  start(name, args, 'inherit').then(({ code }) => code)

/** Runs it quietly. Resolves to its exit code and everything it printed. */
export const runQuietly = (name: string, args: string[]): Promise<Ended> => start(name, args, 'pipe')

function start(name: string, args: string[], stdio: 'inherit' | 'pipe'): Promise<Ended> {
  const file = inProject(`node_modules/.bin/${name}`)
  const child = spawn(file, args, { cwd: inProject('.'), stdio: ['ignore', stdio, stdio] })
  let output = ''
  const collect = (text: Buffer) => {
    output += text
  }
  child.stdout?.on('data', collect)
  child.stderr?.on('data', collect)
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) => done({ code: code ?? 1, output }))
  })
}
