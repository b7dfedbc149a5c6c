/**
 * `librechat.yaml`, as far as it has an effect here, and the settings that come from LibreChat's environment names.
 * The command line parses YAML and expands `${ENV}`; the Worker and its objects get this as JSON and trust it.
 */
import * as v from 'valibot'
import { Endpoints } from './endpoints.ts'

/** Format versions of LibreChat's file that are understood: any `1.x`. */
const Version = v.pipe(v.string(), v.regex(/^1\.\d+(\.\d+)?$/, 'must be a version such as "1.3.1"'))

export const Config = v.object({
  version: Version,
  endpoints: v.optional(Endpoints, {}),
})
export type Config = v.InferOutput<typeof Config>
