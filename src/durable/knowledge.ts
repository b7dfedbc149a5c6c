/**
 * The Durable Object that holds passages and finds them. One of them, `guide`, holds Parley's own documentation, which
 * comes with the build. Wires, does not think.
 */
import { DurableObject } from 'cloudflare:workers'
import { docs } from 'parley:docs'
import { Knowledge } from './knowledge/index.ts'
import type { Passage } from './providers/spec.ts'
import { sqlOf } from './sql.ts'

export class KnowledgeObject extends DurableObject {
  #knowledge: Knowledge | null = null

  /** From a conversation's guide: the passages that answer `query`, best first; none when nothing fits. */
  passages(query: string): Passage[] {
    return this.#seeded().passages(query)
  }

  /** The documents cannot change while the isolate lives, so once is enough. */
  #seeded(): Knowledge {
    if (this.#knowledge) return this.#knowledge
    const knowledge = new Knowledge(sqlOf(this.ctx.storage))
    knowledge.seed(docs)
    this.#knowledge = knowledge
    return knowledge
  }
}
