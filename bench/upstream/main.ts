/** The upstream as a process of its own: prints its address and lives until its parent closes its input. */
import { startUpstream } from './server.ts'

const upstream = await startUpstream()
console.log(upstream.url)
process.stdin.resume().on('end', () => process.exit(0))
