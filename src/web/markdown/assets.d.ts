/** What the build makes of files that are no scripts. */

declare module '*.woff2' {
  /** Its address on this server. */
  const url: string
  export default url
}

declare module '*.css' {
  const text: string
  export default text
}
