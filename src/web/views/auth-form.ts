/** Reading and checking the forms before the door. The server decides; this saves a round trip and says where. */

export type FieldErrors<Name extends string> = { [K in Name]?: string }

export function textOf(form: HTMLFormElement, name: string): string {
  return String(new FormData(form).get(name) ?? '')
}

/** Roughly an address: something, an @, a host with a dot or a local name. */
export const isEmail = (text: string) => /^[^\s@]+@[^\s@.][^\s@]*$/.test(text)

/** Puts the focus on the first field with an error. False when there is none. */
export function focusFirstError(form: HTMLFormElement, errors: FieldErrors<string>): boolean {
  const first = [...form.elements].find((field) => field instanceof HTMLInputElement && errors[field.name])
  if (first instanceof HTMLInputElement) first.focus()
  return first !== undefined
}
