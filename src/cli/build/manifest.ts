/** What the workerd configuration needs of wrangler.toml, in JSON: a start then needs no TOML parser. */
import { readFile, writeFile } from 'node:fs/promises'
import { parse } from 'smol-toml'
import * as v from 'valibot'
import { inProject } from './paths.ts'

/** The part of wrangler.toml that also holds outside Cloudflare. Names of fields are wrangler's. */
const Wrangler = v.object({
  name: v.string(),
  compatibility_date: v.string(),
  compatibility_flags: v.optional(v.array(v.string()), []),
  assets: v.object({ binding: v.string() }),
  d1_databases: v.array(v.object({ binding: v.string(), preview_database_id: v.string() })),
  durable_objects: v.object({ bindings: v.array(v.object({ name: v.string(), class_name: v.string() })) }),
})
export type Manifest = v.InferOutput<typeof Wrangler>

/** Reads wrangler.toml and writes the manifest to `path`. Rejects when a field that we need is missing. */
export async function writeManifest(path: string): Promise<void> {
  const manifest = v.parse(Wrangler, parse(await readFile(inProject('wrangler.toml'), 'utf8')))
  await writeFile(path, JSON.stringify(manifest))
}
