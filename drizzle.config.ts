/** `npx drizzle-kit generate` writes what changed in the schema as the next file of `migrations/`. */
import { defineConfig } from 'drizzle-kit'

export default defineConfig({ dialect: 'sqlite', schema: './src/worker/db/schema.ts', out: './migrations' })
