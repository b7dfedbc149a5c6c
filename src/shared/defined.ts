/**
 * What an operator says of the parameters of an endpoint, in `customParams.paramDefinitions` of `librechat.yaml`: ranges,
 * choices, defaults, words and places in the panel. It narrows what a model takes, and adds nothing to it.
 */
import type { Parameter } from './parameters.ts'
import type { Options } from './setup.ts'

type Key = keyof Options

/** One definition. Words are shown as they are, in every language. */
export type Defined = {
  key: Key
  label?: string
  hint?: string
  placeholder?: string
  min?: number
  max?: number
  step?: number
  /** Of a choice: what is left of it, and what they are called. */
  of?: string[]
  names?: Record<string, string>
  /** Of texts: at most so many. */
  most?: number
  /** Is sent where a person set nothing. */
  usual?: number | boolean | string | string[]
  /** The default stands beside the name. */
  showsUsual?: boolean
  /** Its name is not shown. */
  bare?: boolean
  control?: 'slider' | 'number'
  /** A slider without its number. */
  alone?: boolean
  /** Twelfths of the width. */
  span?: number
}

/** A parameter with what is said of it. */
export type Shown = Parameter & { said?: Defined }

/** The parameters of a model as the operator defines them. */
export function definedBy(parameters: readonly Parameter[], definitions: readonly Defined[]): Shown[] {
  return parameters.map((parameter) => {
    const said = definitions.find(({ key }) => key === parameter.key)
    return said ? { ...narrowed(parameter, said), said } : parameter
  })
}

/** `options` as the operator wants them: their defaults where nothing is set, and nothing beyond their limits. */
export function heldTo(options: Options, definitions: readonly Defined[]): Options {
  const held: Record<string, unknown> = { ...options }
  for (const { key, usual, min, max, of, most } of definitions) {
    const value = held[key] ?? usual
    if (value === undefined) continue
    if (typeof value === 'number') held[key] = within(value, min, max)
    else if (typeof value === 'string') held[key] = of && !of.includes(value) ? usual : value
    else held[key] = Array.isArray(value) && most !== undefined ? value.slice(0, most) : value
    if (held[key] === undefined) delete held[key]
  }
  return held as Options
}

function narrowed(parameter: Parameter, said: Defined): Parameter {
  const { usual } = said
  switch (parameter.kind) {
    case 'range':
    case 'whole': {
      const [min, max] = [parameter.min, parameter.max].map((end) => within(end, said.min, said.max))
      // A range that leaves nothing says nothing.
      const limits = min! < max! ? { min: min!, max: max! } : { min: parameter.min, max: parameter.max }
      const number = typeof usual === 'number' ? within(usual, limits.min, limits.max) : parameter.usual
      const slides = said.control ? said.control === 'slider' : parameter.kind === 'range'
      if (!slides)
        return {
          key: parameter.key,
          kind: 'whole',
          ...limits,
          ...(number !== undefined && { usual: number }),
        }
      const step = said.step ?? (parameter.kind === 'range' ? parameter.step : 1)
      return { key: parameter.key, kind: 'range', ...limits, step, usual: number ?? limits.min }
    }
    case 'choice': {
      const of = parameter.of.filter((one) => said.of?.includes(one) ?? true)
      return {
        ...parameter,
        of: of.length > 0 ? of : parameter.of,
        ...(typeof usual === 'string' && { usual }),
      }
    }
    case 'switch':
      return { ...parameter, ...(typeof usual === 'boolean' && { usual }) }
    case 'texts':
      return { ...parameter, most: Math.min(parameter.most, said.most ?? parameter.most) }
  }
}

function within(value: number, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): number {
  return Math.min(max, Math.max(min, value))
}
