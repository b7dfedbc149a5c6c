/** The code in an answer, as Markdown writes it. */

/** What stands between fences. */
export function codeIn(markdown: string): string[] {
  const blocks: string[] = []
  let open: { fence: string; indent: number; lines: string[] } | null = null
  for (const line of markdown.split('\n')) {
    const [, indent = '', fence = '', rest = ''] = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(line) ?? []
    if (open && fence.startsWith(open.fence) && rest.trim() === '') {
      blocks.push(open.lines.join('\n'))
      open = null
    } else if (open) {
      const { indent: by } = open
      open.lines.push(line.slice(0, by).trim() === '' ? line.slice(by) : line)
    } else if (fence && !rest.includes('`')) open = { fence, indent: indent.length, lines: [] }
  }
  // One that is still being written is code as well.
  if (open) blocks.push(open.lines.join('\n'))
  return blocks
}
