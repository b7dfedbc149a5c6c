/** `fileConfig` of `librechat.yaml`: which files may go to which endpoint, how large and how many. */
import type { Config } from './config/index.ts'
import type { FilePart } from './parts.ts'

/** Of one endpoint. Sizes are bytes; what is left out is limited by nothing but ourselves. */
export type FileLimits = {
  /** No files at all. */
  off?: boolean
  count?: number
  size?: number
  total?: number
  /** Expressions for types, one of which must fit. */
  types?: string[]
  resize?: Resize
}

/** How large a picture may be when it leaves the browser, in pixels, and how good as a JPEG, from 0 to 1. */
export type Resize = { off?: true; width: number; height: number; quality: number }

/** Where the operator says nothing: more than any model looks at. */
export const RESIZE: Resize = { width: 2048, height: 2048, quality: 0.92 }

/** Why files may not be sent, with the limit they break. */
export type Unfit = { why: 'off' | 'type' } | { why: 'count' | 'size' | 'total'; most: number }

const MB = 1024 * 1024

/** What is said of an endpoint comes above what is said of all; null where nothing is. */
export function fileLimitsOf(
  config: Config['fileConfig'],
  { id, custom }: { id: string; custom?: boolean | undefined },
): FileLimits | null {
  const { endpoints = {}, serverFileSizeLimit: server, clientImageResize } = config ?? {}
  const own = endpoints[id] ?? (custom ? endpoints.custom : undefined)
  const said = { ...endpoints.default, ...own }
  const sizes = [said.fileSizeLimit, server].filter((size) => size !== undefined)
  const limits: FileLimits = {
    ...(said.disabled && { off: true }),
    ...(said.fileLimit !== undefined && { count: said.fileLimit }),
    ...(sizes.length > 0 && { size: Math.min(...sizes) * MB }),
    ...(said.totalSizeLimit !== undefined && { total: said.totalSizeLimit * MB }),
    ...(said.supportedMimeTypes && { types: said.supportedMimeTypes }),
    ...(clientImageResize && { resize: resizeOf(clientImageResize) }),
  }
  return Object.keys(limits).length > 0 ? limits : null
}

type Scaling = NonNullable<NonNullable<Config['fileConfig']>['clientImageResize']>

function resizeOf({ enabled, maxWidth, maxHeight, quality }: Scaling): Resize {
  return { ...(!enabled && { off: true as const }), width: maxWidth, height: maxHeight, quality }
}

/** The first limit that these files of one message break; null where they fit. */
export function unfit(files: readonly Pick<FilePart, 'size' | 'mime'>[], limits: FileLimits): Unfit | null {
  if (files.length === 0) return null
  const { off, count, size, total, types } = limits
  if (off) return { why: 'off' }
  if (count !== undefined && files.length > count) return { why: 'count', most: count }
  if (size !== undefined && files.some((file) => file.size > size)) return { why: 'size', most: size }
  if (total !== undefined && files.reduce((sum, file) => sum + file.size, 0) > total)
    return { why: 'total', most: total }
  if (types && files.some(({ mime }) => !types.some((type) => isOf(mime, type)))) return { why: 'type' }
  return null
}

/** Megabytes, as people read them. */
export function megabytes(bytes: number): string {
  return String(Math.round((bytes / MB) * 100) / 100)
}

function isOf(mime: string, type: string): boolean {
  try {
    return new RegExp(type).test(mime)
  } catch {
    // what is no expression is a name
    return type === mime
  }
}
