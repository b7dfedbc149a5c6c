/**
 * The configuration that plain workerd serves: the product's Worker, what stands in for Cloudflare's services, and the
 * sockets. Cap'n Proto text, as workerd's own `workerd.capnp` describes it. It holds no secret: those come from the
 * environment by name.
 */
import { join, relative } from 'node:path'
import type { Manifest } from '../build/manifest.ts'

export type Place = {
  manifest: Manifest
  /** Absolute path of the build. */
  dist: string
  /** Absolute path of the data folder; `do` and `d1` below it must exist. */
  data: string
  /** Absolute path of the folder that the configuration will lie in. */
  run: string
  /** `address:port`, one for each address to listen on. */
  listen: string[]
  /** Names of environment variables that become bindings of the same name. */
  environment: string[]
  /** Certificates in PEM that are trusted besides those of the browsers. */
  certificates: string[]
}

/** Path, from the folder where workerd runs, of the socket that only this machine's owner of the folder can reach. */
export const CONTROL_SOCKET = 'control.sock'

/** The whole file. Stored data depends on the unique keys: they are those of `wrangler dev`, and must never change. */
export function workerdConfig({
  manifest,
  dist,
  data,
  run,
  listen,
  environment,
  certificates,
}: Place): string {
  const { name, durable_objects: objects, d1_databases: databases, assets } = manifest
  const classes = [...new Set(objects.bindings.map((binding) => binding.class_name))]
  // Cap'n Proto takes an absolute path for one below its own library, so it gets a relative one.
  const module = (file: string) =>
    `(name = ${text(file)}, esModule = embed ${text(relative(run, join(dist, 'worker', file)))})`
  const dates = [
    `compatibilityDate = ${text(manifest.compatibility_date)}`,
    `compatibilityFlags = [${manifest.compatibility_flags.map(text).join(', ')}]`,
  ]

  const main = fields([
    `modules = [${module('index.js')}]`,
    ...dates,
    list('bindings', [
      ...objects.bindings.map(
        (b) => `(name = ${text(b.name)}, durableObjectNamespace = ${text(b.class_name)})`,
      ),
      ...databases.map((b) => d1Binding(b.binding, b.preview_database_id)),
      '(name = "PUBLIC", service = "public")',
      `(name = ${text(assets.binding)}, service = (name = "local", entrypoint = "Assets"))`,
      ...environment.map((variable) => `(name = ${text(variable)}, fromEnvironment = ${text(variable)})`),
    ]),
    list(
      'durableObjectNamespaces',
      classes.map((c) => namespace(c, `${name}-${c}`)),
    ),
    'durableObjectStorage = (localDisk = "do")',
  ])
  const local = fields([
    `modules = [${module('local.js')}]`,
    ...dates,
    list('bindings', [
      '(name = "DATABASE", durableObjectNamespace = "D1DatabaseObject")',
      '(name = "DIST", service = "dist")',
    ]),
    list('durableObjectNamespaces', [namespace('D1DatabaseObject', 'miniflare-D1DatabaseObject')]),
    'durableObjectStorage = (localDisk = "d1")',
    'globalOutbound = "dist"',
  ])
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = ${fields([
    list('services', [
      `(name = "main", worker = ${main})`,
      `(name = "local", worker = ${local})`,
      `(name = "do", disk = (path = ${text(join(data, 'do'))}, writable = true))`,
      `(name = "d1", disk = (path = ${text(join(data, 'd1'))}, writable = true))`,
      `(name = "dist", disk = (path = ${text(dist)}))`,
      network('internet', certificates),
      network('public', certificates),
    ]),
    list('sockets', [
      ...listen.map((address, index) => socket(`http${index}`, address, '"main"')),
      socket('control', `unix:${CONTROL_SOCKET}`, '(name = "main", entrypoint = "Control")'),
    ]),
  ])};
`
}

/**
 * `internet` is what plain `fetch` reaches: model servers on the same machine or network are part of the product, so private
 * addresses are open to it. What a user, a model or a document chose goes by `public`, whose addresses workerd checks after
 * it has looked the name up (`src/durable/egress.ts` checks before); Azure's channel to its machines has a public number.
 */
const network = (name: 'internet' | 'public', certificates: string[]) => {
  const trusted = certificates.map(text).join(', ')
  const tls = `tlsOptions = (trustBrowserCas = true, trustedCertificates = [${trusted}])`
  const reach =
    name === 'internet' ? 'allow = ["public", "private"]' : 'allow = ["public"], deny = ["168.63.129.16/32"]'
  return `(name = ${text(name)}, network = (${reach}, ${tls}))`
}

const d1Binding = (binding: string, database: string) =>
  `(name = ${text(binding)}, wrapped = (moduleName = "cloudflare-internal:d1-api", innerBindings = [(name = "fetcher", ` +
  `service = (name = "local", entrypoint = "Database", props = (json = ${text(JSON.stringify({ database }))})))]))`

const namespace = (className: string, uniqueKey: string) =>
  `(className = ${text(className)}, uniqueKey = ${text(uniqueKey)}, enableSql = true)`

/** The header tells the Worker that a proxy in front speaks https, so that cookies become `Secure`. */
const socket = (name: string, address: string, service: string) =>
  `(name = ${text(name)}, address = ${text(address)}, http = (forwardedProtoHeader = "X-Forwarded-Proto"), service = ${service})`

const fields = (all: string[]) =>
  `(\n${all.map((field) => `  ${field}`.replaceAll('\n', '\n  ')).join(',\n')}\n)`
const list = (name: string, items: string[]) =>
  `${name} = [\n${items.map((item) => `  ${item}`.replaceAll('\n', '\n  ')).join(',\n')}\n]`
/** Cap'n Proto's text literals take JSON's escapes for everything that can occur in a name or path. */
const text = (value: string) => JSON.stringify(value)
