/** `customParams.paramDefinitions` of `librechat.yaml`, read into what the panel shows and requests are held to. */
import * as v from 'valibot'
import type { CustomEndpoint } from '../../shared/config/endpoints-custom.ts'
import type { Defined } from '../../shared/defined.ts'
import { optionOf } from '../../shared/preset-json.ts'
import { Options } from '../../shared/setup.ts'

type Written = NonNullable<NonNullable<CustomEndpoint['customParams']>['paramDefinitions']>[number]

/** Columns of LibreChat's panel, where nobody says how many. */
const COLUMNS = 4

/** Those of parameters that there are here; the first of each counts. */
export function definitionsOf(written: readonly Written[] = []): Defined[] {
  const found = new Map<string, Defined>()
  for (const one of written) {
    const key = optionOf(one.key)
    if (key && !found.has(key)) found.set(key, definedIn(key, one))
  }
  return [...found.values()]
}

function definedIn(key: keyof Options, one: Written): Defined {
  const { range, options, maxTags, component, columnSpan, columns = COLUMNS } = one
  const usual = usualOf(key, one)
  // A name of LibreChat's own dictionary says less than ours does.
  const words = (text: string | undefined, isCode: boolean | undefined) => (isCode ? undefined : text?.trim())
  const label = words(one.label, one.labelCode)
  const hint = words(one.description, one.descriptionCode)
  const placeholder = words(one.placeholder, one.placeholderCode)
  const names = Object.entries(one.enumMappings ?? {}).filter(([, name]) => !/^com_/.test(String(name)))
  return {
    key,
    ...(label && { label }),
    ...(hint && { hint }),
    ...(placeholder && { placeholder }),
    ...(range && { min: range.min, max: range.max }),
    ...(range?.step !== undefined && range.step > 0 && { step: range.step }),
    ...(options?.length && { of: options }),
    ...(names.length > 0 && { names: Object.fromEntries(names.map(([from, to]) => [from, String(to)])) }),
    ...(maxTags !== undefined && { most: maxTags }),
    ...(usual !== undefined && { usual }),
    ...(one.showDefault && usual !== undefined && { showsUsual: true }),
    ...(one.showLabel === false && { bare: true }),
    ...(component === 'slider' && { control: 'slider' as const }),
    ...(component === 'input' && { control: 'number' as const }),
    ...(one.includeInput === false && { alone: true }),
    ...(columnSpan && { span: Math.min(12, Math.max(3, Math.round((12 * columnSpan) / columns))) }),
  }
}

/** What is not a value of this parameter is none of its defaults. */
function usualOf(key: keyof Options, { default: value }: Written): Defined['usual'] {
  if (value === undefined || value === '') return undefined
  const read = key === 'stop' && typeof value === 'string' ? [value] : value
  const parsed = v.safeParse(Options.entries[key], read)
  return parsed.success ? (parsed.output as Defined['usual']) : undefined
}
