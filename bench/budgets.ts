/**
 * What is measured, and what it may be. The limits are promises: a figure that misses its limit is shown as missed.
 * The peers were measured on the same kind of machine (two cores) with the same kind of load.
 */

export type Figure = {
  says: string
  unit: string
  /** The limit, where there is one: the value is at most, or at least, this. */
  most?: number
  least?: number
  /** LibreChat 0.8.7, the best peer that keeps answers, and NextChat, which is a proxy and keeps nothing. */
  peers?: [string, string, string]
}

export const FIGURES = {
  'added-open': {
    says: 'Added time to the first token, conversation open, one turn at a time, p50',
    unit: 'ms',
    most: 4,
    peers: ['47 ms', '27 ms', '8 ms'],
  },
  'added-new': {
    says: '… in a conversation that was never touched, from opening its socket, p50',
    unit: 'ms',
    most: 12,
    peers: ['47 ms', '27 ms', '8 ms'],
  },
  'added-api': { says: '… by the HTTP API (POST, then SSE), new conversation, p50', unit: 'ms' },
  'cpu-turn': {
    says: 'Server CPU of a turn of 20 tokens',
    unit: 'ms',
    most: 15,
    peers: ['99 ms', '33 ms', '21 ms'],
  },
  'burst-first': {
    says: '200 turns at once, 50 tokens/s each, in new conversations: first token p50',
    unit: 'ms',
    most: 150,
    peers: ['4.4 s', '0.95 s', '0.65 s'],
  },
  'burst-again': { says: '… the same for the second message of these conversations', unit: 'ms' },
  'burst-rate': {
    says: '… tokens/s delivered of 10,000 offered',
    unit: '/s',
    least: 9900,
    peers: ['4,816', '7,976', '9,393'],
  },
  'burst-cpu': { says: '… server CPU of a token', unit: 'µs' },
  'burst-ratio': {
    says: '… against the bare proxy',
    unit: '×',
    most: 1.6,
    peers: ['~10 ×', '3 to 5 ×', '1 ×'],
  },
  'burst-lag': { says: '… age of a token when it arrives, p95', unit: 'ms' },
  'held-lag': {
    says: '200 streams held at 20 tokens/s: age of a token when it arrives, p95',
    unit: 'ms',
    most: 80,
    peers: ['466 ms', '140 ms', '7 ms'],
  },
  'held-memory': {
    says: '… peak memory of all server processes',
    unit: 'MB',
    most: 400,
    peers: ['1,486 MB', '497 MB', '221 MB'],
  },
  'unpaced-rate': {
    says: 'Upstream as fast as it can, 200 streams: tokens/s',
    unit: '/s',
    least: 60_000,
    peers: ['6,160', '12,675', '192k'],
  },
  start: {
    says: 'Start to the first 200, build excluded, median of 5',
    unit: 'ms',
    most: 400,
    peers: ['5.4 s', '1.6 s', '0.5 s'],
  },
  'idle-memory': {
    says: 'Idle memory of all server processes',
    unit: 'MB',
    most: 110,
    peers: ['539 MB', '211 MB', '114 MB'],
  },
  bundle: {
    says: 'JavaScript of the first chat page with an answer on it, gzipped',
    unit: 'KB',
    most: 70,
    peers: ['2,562 KB', '315 KB', '1,185 KB'],
  },
  'bundle-new': { says: '… of a new chat', unit: 'KB' },
  'bundle-after': { says: '… fetched afterwards, while the page is read', unit: 'KB' },
  'bundle-style': { says: '… styles', unit: 'KB' },
  'bundle-requests': { says: '… requests until it can be used', unit: '' },
  'fanout-lag': { says: 'One stream of 50 tokens/s to 1,000 sockets: age of a token, p95', unit: 'ms' },
  'fanout-rate': { says: '… tokens/s delivered to all sockets, of 50,000 offered', unit: '/s' },
  'fanout-cpu': { says: '… server CPU, cores', unit: 'cores' },
  'sockets-memory': { says: '5,000 idle sockets in 100 conversations: memory', unit: 'MB' },
  'sockets-awake': { says: '… objects still awake after 90 s without an event (open databases)', unit: '' },
  'sockets-answer': { says: '… and one that slept answers after', unit: 'ms' },
  'huge-first': {
    says: 'An answer of 200,000 characters: server CPU of a token in its first fifth',
    unit: 'µs',
  },
  'huge-last': { says: '… in its last fifth, with its end', unit: 'µs' },
  'huge-rate': { says: '… tokens/s delivered there, of 4,000 offered', unit: '/s', least: 3900 },
  'long-server': { says: 'Opening a conversation of 10,000 messages: socket to answer', unit: 'ms' },
  'long-bytes': { says: '… bytes on the wire', unit: 'KB' },
  'long-paint': { says: '… from the address to the newest message on the screen (Chromium)', unit: 'ms' },
  'long-open': { says: '… from the click in the list to its newest message painted', unit: 'ms', most: 150 },
  'long-up': { says: '… pictures a second while going up through it', unit: '/s', least: 58 },
  'long-down': { says: '… and down again', unit: '/s', least: 58 },
  'long-late': { says: '… pictures that came late, the worse way', unit: '%' },
  'long-passed': { says: '… messages that went by on the way up', unit: '' },
  'long-nodes': { says: '… elements of the page at once, at most', unit: '' },
  'long-heap': { says: '… JavaScript memory of the page afterwards', unit: 'MB' },
  'search-p50': {
    says: 'Search in 100,000 messages, as one types: frame to answer, p50',
    unit: 'ms',
    most: 10,
  },
  'search-p95': { says: '… p95', unit: 'ms', most: 40 },
  'search-worst': {
    says: '… the slowest kind of query (misspelt, pasted, filtered, everywhere), its p95',
    unit: 'ms',
  },
  'search-index': { says: '… indexing a message', unit: 'ms' },
} satisfies Record<string, Figure>

export type FigureId = keyof typeof FIGURES

/** `floor`: the bare proxy's value in the same run. */
export type Measured = { id: FigureId; value: number; floor?: number }

/** Whether `value` keeps the promise; null where none was made. */
export function keeps(figure: Figure, value: number): boolean | null {
  if (figure.most !== undefined) return value <= figure.most
  if (figure.least !== undefined) return value >= figure.least
  return null
}
