/** Ends every `switch` on a closed union: the compiler names the case that was forgotten. */
export function never(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
