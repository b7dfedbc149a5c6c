/** The two functions of Node's crypto that the platform has and WebCrypto lacks. */
declare module 'node:crypto' {
  type ScryptCost = { N: number; r: number; p: number; maxmem: number }
  export function scryptSync(password: string, salt: Uint8Array, length: number, cost: ScryptCost): Uint8Array
  export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean
}
