/** What a text needs that is still being written, or that somebody does something with: not what stands there to be read. */
export { preview } from './preview.ts'
export { runTool } from './tools.ts'
