/** Every way that is known to write an address that leads inside. */
import { describe, expect, it } from 'vitest'
import { addressOf, refusalOf } from '../../src/durable/egress-hosts.ts'

const INSIDE = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://0/',
  'http://0.0.0.0/',
  'http://127.0.0.1./',
  'http://１２７.０.０.１/',
  'http://127。0。0。1/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://168.63.129.16/',
  'http://192.0.0.192/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://240.0.0.1/',
  'http://[::1]/',
  'http://[::]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::a00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
  'http://[2001:db8::1]/',
  'http://[3fff::1]/',
  'http://[fc00::1]/',
  'http://[fd00:ec2::254]/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[100::1]/',
  'http://localhost/',
  'http://LOCALHOST/',
  'http://localhost./',
  'http://a.localhost/',
  'http://router/',
  'http://metadata.google.internal/',
  'http://db.internal/',
  'http://printer.local/',
  'http://nas.lan/',
  'http://x.home.arpa/',
  'http://host.docker.internal:11434/',
]

const OUTSIDE = [
  'https://example.org/',
  'https://api.openai.com/v1',
  'http://8.8.8.8/',
  'http://172.32.0.1/',
  'http://100.128.0.1/',
  'http://[2606:4700:4700::1111]/',
  'https://internal.example.org/',
  'https://localhost.example.org/',
  'https://münchen.example/',
]

describe('addresses', () => {
  it.each(INSIDE)('%s leads inside', (address) => {
    expect(refusalOf(new URL(address))).toMatch(/is not on the public internet$/)
  })

  it.each(OUTSIDE)('%s does not', (address) => {
    expect(refusalOf(new URL(address))).toBeNull()
  })

  it.each([
    'ftp://example.org/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'javascript:1',
    'gopher://x.org/',
  ])('%s is nothing to fetch', (address) =>
    expect(refusalOf(new URL(address))).toMatch(/only http and https/),
  )

  it.each([
    'http://a:b@example.org/',
    'http://a@example.org/',
    'http://example.org@127.0.0.1/',
    'http://a@b\\@c.org/',
  ])('%s names a user', (address) => expect(refusalOf(new URL(address))).toMatch(/user name|public internet/))

  it('are compared with the port that is meant', () => {
    expect(addressOf(new URL('http://Ollama:11434/v1'))).toBe('ollama:11434')
    expect(addressOf(new URL('https://example.org/'))).toBe('example.org:443')
    expect(addressOf(new URL('http://[::1]/'))).toBe('[::1]:80')
  })
})
