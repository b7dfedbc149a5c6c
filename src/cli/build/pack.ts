/**
 * Compressed copies of the browser's files for servers outside Cloudflare (which compresses by itself). They lie in a
 * folder of their own, so that they are never uploaded as assets.
 */
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const COMPRESSIBLE = /\.(js|css|svg|json|webmanifest|txt|ttf)$/
/** Below this a header and a second file cost more than they save. */
const MIN_BYTES = 1024

/** Writes `<name>.br` and `<name>.gz` of what is worth it from `web` to `packed`, taking those of `previous` as they are. */
export async function pack(web: string, packed: string, previous: string): Promise<void> {
  const names = (await readdir(web, { recursive: true })).filter((name) => COMPRESSIBLE.test(name))
  await Promise.all(names.map((name) => packOne(join(web, name), join(packed, name), join(previous, name))))
}

async function packOne(from: string, to: string, previous: string): Promise<void> {
  const { size } = await stat(from)
  if (size < MIN_BYTES) return
  await mkdir(dirname(to), { recursive: true })
  for (const [ending, compress] of [
    ['br', br],
    ['gz', gz],
  ] as const) {
    // A hash in the name stands for the content, so the copy of the last build is still right.
    const kept =
      /-[A-Z0-9]{8}\.\w+$/.test(from) &&
      (await copyFile(`${previous}.${ending}`, `${to}.${ending}`).then(
        () => true,
        () => false,
      ))
    if (!kept) await writeFile(`${to}.${ending}`, await compress(await readFile(from)))
  }
}

const br = (data: Buffer) =>
  promisify(brotliCompress)(data, {
    params: { [constants.BROTLI_PARAM_QUALITY]: data.length > 200_000 ? 9 : 11 },
  })
const gz = (data: Buffer) => promisify(gzip)(data, { level: 9 })
