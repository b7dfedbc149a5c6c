/** Small files that are what they say. */

/** One red dot. */
export const DOT_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=='

/** A document of no pages, of which readers only know the type. */
export const EMPTY_PDF = btoa('%PDF-1.4\n%%EOF\n')

/** Bytes of what `base64` holds. */
export const sizeOf = (base64: string): number => atob(base64).length
