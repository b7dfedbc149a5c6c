/** Files of a message, held to what `fileConfig` of `librechat.yaml` says of the endpoint they go to. */
import { type Fault, fail } from '../../shared/errors.ts'
import { fileLimitsOf, megabytes, type Unfit, unfit } from '../../shared/file-limits.ts'
import type { Pick } from '../../shared/message.ts'
import { filesOf } from '../../shared/parts.ts'
import { type GatewayEnv, installationOf } from './installation.ts'

type Asked = { pick: Pick; also?: readonly { pick: Pick }[] | undefined; parts: readonly { type: string }[] }

/** Why a message is not taken by one of those it is for; null: it is. */
export function barsFiles(env: GatewayEnv, { pick, also = [], parts }: Asked): Fault | null {
  const files = filesOf(parts)
  const { fileConfig } = installationOf(env).config
  if (files.length === 0 || !fileConfig) return null
  for (const { endpoint: id } of [pick, ...also.map((one) => one.pick)]) {
    const { custom } = installationOf(env).endpoints.find((one) => one.id === id) ?? {}
    const limits = fileLimitsOf(fileConfig, { id, custom })
    const found = limits && unfit(files, limits)
    if (found) return fail(found.why === 'off' ? 'forbidden' : 'too_large', sentence(found)).fault
  }
  return null
}

function sentence(found: Unfit): string {
  switch (found.why) {
    case 'off':
      return 'no files can be sent to this model'
    case 'type':
      return 'files of this kind cannot be sent to this model'
    case 'count':
      return `at most ${found.most} files in one message`
    case 'size':
      return `a file of at most ${megabytes(found.most)} MB`
    case 'total':
      return `files of at most ${megabytes(found.most)} MB together`
  }
}
