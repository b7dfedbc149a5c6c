/** `npm run build`: what a start does by itself, for deployment and for looking at sizes. */
import { ensureBuilt } from './build.ts'

export async function run(): Promise<number> {
  const { ms, fresh } = await ensureBuilt()
  console.log(fresh ? 'dist/ is up to date' : `built dist/ in ${Math.round(ms)} ms`)
  return 0
}
