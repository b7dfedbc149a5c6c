/** The arguments that a model wrote for a tool, for vendors that want them back as JSON. */

/** They need not be JSON, nor an object: what is neither is wrapped, so that the vendor takes it and the model sees it. */
export function argumentsOf(args: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(args || '{}')
    const object = typeof value === 'object' && value !== null && !Array.isArray(value)
    return object ? (value as Record<string, unknown>) : { value }
  } catch {
    return { text: args }
  }
}
