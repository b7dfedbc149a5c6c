/** The package has no types, and is CommonJS: `default` inside its default is the path of the program. */
declare module 'workerd' {
  const workerd: { default: string }
  export default workerd
}
