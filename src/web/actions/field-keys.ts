/** Keys of the field where a message is written. They depend on the settings, and stay where they are. */
export const FIELD_KEYS = [
  { keys: 'enter', label: 'keys.field.enter' },
  { keys: 'shift+enter', label: 'keys.field.line' },
  { keys: 'mod+enter', label: 'keys.field.modEnter' },
  { keys: 'alt+enter', label: 'keys.field.interrupt' },
  { keys: 'arrowup', label: 'keys.field.edit' },
  { keys: '/', label: 'keys.field.slash' },
  { keys: 'escape', label: 'keys.field.escape' },
] as const
