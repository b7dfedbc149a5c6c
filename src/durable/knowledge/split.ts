/** Cuts Markdown documents into passages: one per heading, so that each can stand alone as an answer. Pure. */

export type Document = { path: string; text: string }

/** A piece of a document. `title` names document and section, `url` leads to it. */
export type Section = { title: string; url: string; text: string }

/** UTF-16 units of a passage at most. Longer sections are cut between paragraphs. */
const MAX_SECTION = 2200

/** The passages of all documents, in their order. Sections without text are left out. */
export function sectionsOf(documents: readonly Document[]): Section[] {
  return documents.flatMap(({ path, text }) => {
    const page = path.replace(/\.md$/, '')
    let name = page
    return headed(text).flatMap(({ level, heading, body }, n) => {
      if (n === 0 && level === 1) name = heading
      const title = level <= 1 ? name : `${name} › ${heading}`
      const url = level <= 1 ? `/docs/${page}` : `/docs/${page}#${anchorOf(heading)}`
      return pieces(linked(body, page)).map((piece) => ({ title, url, text: piece }))
    })
  })
}

type Headed = { level: number; heading: string; body: string }

/** The text by its headings of level 1 to 3. A `#` inside a fence is code. */
function headed(text: string): Headed[] {
  const list: Headed[] = []
  let current: Headed = { level: 0, heading: '', body: '' }
  for (const { line, code } of lines(text)) {
    const match = code ? null : /^(#{1,3})\s+(.+?)\s*#*$/.exec(line)
    if (match) {
      list.push(current)
      current = { level: match[1]?.length ?? 1, heading: match[2] ?? '', body: '' }
    } else current.body += `${line}\n`
  }
  list.push(current)
  return list.filter(({ level, body }) => level > 0 || body.trim() !== '')
}

/** Each line, and whether it belongs to a fenced block of code. */
function* lines(text: string): Generator<{ line: string; code: boolean }> {
  let fence: string | null = null
  for (const line of text.split(/\r?\n/)) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1] ?? null
    const closes = fence !== null && mark?.startsWith(fence)
    yield { line, code: fence !== null || mark !== null }
    if (closes) fence = null
    else if (fence === null && mark !== null) fence = mark
  }
}

/** `body` in pieces of a bearable length, cut at empty lines that are not in code. */
function pieces(body: string): string[] {
  const list: string[] = []
  let current = ''
  for (const { line, code } of lines(body)) {
    if (line.trim() === '' && !code && current.length > MAX_SECTION) {
      list.push(current.trim())
      current = ''
    } else current += `${line}\n`
  }
  list.push(current.trim())
  return list.filter((piece) => piece !== '')
}

/** Links between documents, as they lead from anywhere: `models.md#ollama` is `/docs/models#ollama`. */
function linked(text: string, page: string): string {
  return text
    .replace(/\]\(([\w-]+)\.md(#[\w-]*)?\)/g, (_, to: string, anchor = '') => `](/docs/${to}${anchor})`)
    .replace(/\]\((#[\w-]+)\)/g, (_, anchor: string) => `](/docs/${page}${anchor})`)
}

/** The anchor that Markdown renderers give a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s+/g, '-')
}
