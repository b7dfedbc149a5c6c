/** For a button whose panel is loaded on demand: whoever comes near it finds the panel there. */
export function near(load: () => Promise<unknown>) {
  // A part that cannot be loaded says so when it is opened.
  const come = () => void load().catch(() => {})
  return { onPointerEnter: come, onFocus: come }
}
