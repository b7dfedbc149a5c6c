/**
 * Which hosts a URL may name that somebody else chose. Everything that is not the public internet is refused: this
 * machine, its networks, the addresses where clouds keep their secrets, and every other way to write those.
 */

/** A refusal in a sentence, or null where nothing speaks against it. `url` must come from the URL parser itself. */
export function refusalOf(url: URL): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'only http and https addresses are fetched'
  // `http://public@private`, and the like: nobody needs it, and parsers disagree on it.
  if (url.username || url.password) return 'an address with a user name in it is not fetched'
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  if (host === '') return 'the address names no server'
  const inside = host.startsWith('[')
    ? isPrivateV6(host.slice(1, -1))
    : isV4(host)
      ? isPrivateV4(host)
      : isPrivateName(host)
  return inside ? `${url.host} is not on the public internet` : null
}

/** `host:port` as `allowedAddresses` of `librechat.yaml` writes it, the port always there. */
export function addressOf(url: URL): string {
  return `${url.hostname.toLowerCase()}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
}

/** Names that lead inside by convention, or have no dot, which only a local resolver knows. */
function isPrivateName(host: string): boolean {
  if (!host.includes('.')) return true
  return /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|test|invalid|home\.arpa)$/.test(
    host,
  )
}

/** The URL parser has made four decimal numbers of every way to write an address. */
function isV4(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host)
}

/** First address and length of every range that is not the public internet. Source: IANA's special-purpose registry. */
const PRIVATE_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Azure's channel to its machines: public by its number only.
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

function isPrivateV4(host: string): boolean {
  const address = numberOf(host)
  return PRIVATE_V4.some(([first, length]) => address >>> (32 - length) === numberOf(first) >>> (32 - length))
}

function numberOf(v4: string): number {
  return v4.split('.').reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0)
}

/**
 * Only global unicast (2000::/3) is public, and of that not what carries an IPv4 address or stands for documentation and
 * tests: 6to4, Teredo, 2001::/23 and 3fff::/20. Mapped and translated addresses begin with zeros or 64:ff9b.
 */
function isPrivateV6(host: string): boolean {
  const [a = 0, b = 0] = groupsOf(host)
  if (a >>> 13 !== 1) return true
  return a === 0x2002 || (a === 0x2001 && (b < 0x200 || b === 0xdb8)) || (a === 0x3fff && b < 0x1000)
}

/** The eight numbers of an address as the URL parser writes it: lower case, without dots, one run of zeros left out. */
function groupsOf(host: string): number[] {
  const [left = '', right] = host.split('::')
  const head = left ? left.split(':') : []
  const tail = right ? right.split(':') : []
  const zeros = right === undefined ? 0 : 8 - head.length - tail.length
  return [...head, ...Array<string>(Math.max(0, zeros)).fill('0'), ...tail].map((group) =>
    Number.parseInt(group, 16),
  )
}
