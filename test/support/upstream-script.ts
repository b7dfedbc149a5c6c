/**
 * What a fake model does, read from its name or from the last message. A script is words joined by `+` in the model's
 * name (`paced-50+tokens-200+thinking`), or the same words in brackets in the last user message
 * (`[[paced-50 tokens-200]] hello`), which win. Unknown words are ignored, so that `gpt-5-mini` is a plain model.
 */

export type Failure = {
  status: number
  type: string
  code: string | null
  message: string
  headers: Headers_
}
type Headers_ = Record<string, string>

export type Script = {
  /** Answer with the words of the last user message. */
  echo: boolean
  /** Markdown with tables, code and maths instead of numbered tokens. */
  markdown: boolean
  /** Text outside of ASCII: two, three and four bytes a character. */
  unicode: boolean
  /** Number of tokens `tok0 tok1 …`. */
  tokens: number
  /** Tokens per second; 0 is as fast as the reader takes them. */
  rate: number
  /** Tool calls after the text. */
  calls: number
  /** Tokens of reasoning before the text. */
  thinking: number
  /** Anthropic: a redacted block of reasoning before the text. */
  redacted: boolean
  finish: 'stop' | 'length' | 'refused'
  /** OpenAI: refuse by `refusal` deltas instead of the finish reason. */
  refusalText: boolean
  failure: Failure | null
  /** Only the first request that names this script fails. */
  failOnce: boolean
  /** What happens after half of the text. */
  trouble: 'stall' | 'cut' | 'malformed' | 'in-band' | null
  /** The same after half of the reasoning. */
  thinkingTrouble: 'stall' | 'cut' | null
  /** Headers and nothing else. */
  stallBefore: boolean
  /** ms before the headers, and between headers and the first token. */
  slowHeaders: number
  slowFirst: number
  /** Bytes of one HTTP chunk: splits events and characters wherever it falls. 0: one event a chunk. */
  bytes: number
  /** Events in one HTTP chunk. */
  batch: number
  /** Lines end with CR LF, comments and empty events in between. */
  crlf: boolean
  /** Neither usage nor `[DONE]`, as some compatible servers do it. */
  bare: boolean
}

const FAILURES: Record<string, Omit<Failure, 'headers'> & { headers?: Headers_ }> = {
  '401': {
    status: 401,
    type: 'authentication_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided: sk-te***ey.',
  },
  '403': { status: 403, type: 'permission_error', code: null, message: 'Your key may not use this model.' },
  '404': {
    status: 404,
    type: 'not_found_error',
    code: 'model_not_found',
    message: 'The model does not exist or you do not have access to it.',
  },
  '400': { status: 400, type: 'invalid_request_error', code: null, message: 'Unsupported parameter.' },
  '400-context': {
    status: 400,
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    message: 'prompt is too long: 210000 tokens > 200000 maximum context length',
  },
  '413': { status: 413, type: 'request_too_large', code: null, message: 'Request exceeds the maximum size' },
  '429': {
    status: 429,
    type: 'rate_limit_error',
    code: 'rate_limit_exceeded',
    message: 'Rate limit reached, slow down.',
    headers: { 'retry-after': '1' },
  },
  '429-quota': {
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
  },
  '500': { status: 500, type: 'api_error', code: null, message: 'The server had an error.' },
  '502': { status: 502, type: 'html', code: null, message: '<html><body>Bad gateway</body></html>' },
  '503': { status: 503, type: 'api_error', code: null, message: 'The engine is overloaded.' },
  '529': { status: 529, type: 'overloaded_error', code: null, message: 'Overloaded' },
}

/** The script of a request. `text` is the last user message. */
export function scriptOf(model: string, text: string): Script {
  const script: Script = {
    echo: false,
    markdown: false,
    unicode: false,
    tokens: 20,
    rate: 0,
    calls: 0,
    thinking: 0,
    redacted: false,
    finish: 'stop',
    refusalText: false,
    failure: null,
    failOnce: false,
    trouble: null,
    thinkingTrouble: null,
    stallBefore: false,
    slowHeaders: 0,
    slowFirst: 0,
    bytes: 0,
    batch: 1,
    crlf: false,
    bare: false,
  }
  const inText = /\[\[([^\]]*)\]\]/.exec(text)?.[1]
  for (const word of (inText ?? model).split(/[+\s]+/)) read(script, word)
  return script
}

function read(script: Script, word: string): void {
  const [, name = word, digits] = /^([a-z-]+?)-?(\d+)$/.exec(word) ?? []
  const n = digits === undefined ? undefined : Number(digits)
  if (word.startsWith('error-')) {
    fail(script, word.slice(6))
    return
  }
  if (word.endsWith('-once')) {
    fail(script, word.slice(0, -5))
    script.failOnce = true
    return
  }
  switch (name) {
    case 'echo':
    case 'markdown':
    case 'unicode':
    case 'redacted':
    case 'crlf':
    case 'bare':
      script[name] = true
      return
    case 'tokens':
    case 'long':
      script.tokens = n ?? 2000
      return
    case 'paced':
      script.rate = n ?? 50
      return
    case 'calls':
      script.calls = n ?? 1
      return
    case 'thinking':
      script.thinking = n ?? 10
      return
    case 'refuse':
    case 'refusal':
      script.finish = 'refused'
      script.refusalText = name === 'refusal'
      return
    case 'length':
      script.finish = 'length'
      return
    case 'stall-mid':
      script.trouble = 'stall'
      return
    case 'cut-mid':
      script.trouble = 'cut'
      return
    case 'malformed':
      script.trouble = 'malformed'
      return
    case 'in-band-error':
      script.trouble = 'in-band'
      return
    case 'stall-thinking':
    case 'cut-thinking':
      script.thinking ||= 10
      script.thinkingTrouble = name === 'stall-thinking' ? 'stall' : 'cut'
      return
    case 'stall-before':
      script.stallBefore = true
      return
    case 'slow-headers':
      script.slowHeaders = n ?? 500
      return
    case 'slow-first':
      script.slowFirst = n ?? 500
      return
    case 'bytes':
      script.bytes = n ?? 1
      return
    case 'batch':
      script.batch = n ?? 16
      return
  }
}

function fail(script: Script, key: string): void {
  if (key === '429-date') {
    const date = new Date(Date.now() + 3000).toUTCString()
    script.failure = { ...FAILURES['429']!, headers: { 'retry-after': date } }
  } else if (key === '429-ms') {
    script.failure = { ...FAILURES['429']!, headers: { 'retry-after-ms': '250', 'retry-after': '1' } }
  } else if (FAILURES[key]) {
    script.failure = { headers: {}, ...FAILURES[key] }
  }
}

const UNICODE = 'Grüße aus Zürich, 東京は晴れ, Ελλάδα, привет, 👩‍👩‍👧‍👦 and 🦜🎈, naïve café — fin. '

const MARKDOWN = `## A small tour

Some **bold**, some *italic*, a [link](https://example.com) and \`inline code\`.

| Item | Price | Stock |
|:-----|------:|:-----:|
| Tea  |  3.50 |   ✓   |
| Milk |  1.20 |   –   |

\`\`\`ts
export function greet(name: string): string {
  return \`Hello, \${name}!\`
}
\`\`\`

1. First, measure.
2. Then decide.
   - with care
   - and tests

> Euler wrote $e^{i\\pi} + 1 = 0$, and

$$\\int_0^1 x^2 \\, dx = \\tfrac{1}{3}$$
`

/** The pieces of text that the answer is made of, in order; joined they are the whole answer. */
export function* pieces(script: Script, question: string): Generator<string> {
  const text = script.echo
    ? question.replace(/\[\[[^\]]*\]\]\s*/, '')
    : script.markdown
      ? MARKDOWN
      : script.unicode
        ? UNICODE.repeat(Math.max(1, Math.ceil(script.tokens / 20)))
        : null
  if (text !== null) yield* text.match(/\s*\S+\s*?/gu) ?? ['']
  else for (let i = 0; i < script.tokens; i++) yield `tok${i} `
}

/** The tool calls of an answer: `tool0`, `tool1` …, their arguments in pieces that end anywhere. */
export function callsOf(count: number): { id: string; name: string; args: string[] }[] {
  return Array.from({ length: count }, (_, n) => {
    const args = JSON.stringify({ n, text: 'Grüße "…" 🦜' })
    return { id: `call_${n}`, name: `tool${n}`, args: args.match(/[\s\S]{1,5}/gu) ?? [] }
  })
}
