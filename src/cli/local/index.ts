/**
 * A Worker beside the product's own on plain workerd. It gives it what Cloudflare gives there as a service: D1 and
 * static assets. Both in one Worker, because each isolate costs memory.
 */
export { Assets } from './assets.ts'
export { D1DatabaseObject, Database } from './database.ts'
