/**
 * The way from the first picture to what is done with it (hands.ts). It is on its way as soon as something can be seen;
 * whoever presses before it came gets what they wanted when it is here.
 */
import { awaited } from './ui/awaited.ts'
import { missing, shared } from './ui/later.tsx'

export type Hands = typeof import('./hands.ts')

/** `fromHands` makes a component of one of theirs. */
export const { load: loadHands, view: fromHands } = shared<Hands>(() => import('./hands.ts'))

/** Does something with it. Where it cannot be loaded, that is said. */
export function withHands(act: (hands: Hands) => void): void {
  awaited(loadHands()).then(act, missing)
}

let resolve = () => {}

/** Something can be seen: what the address leads to, not only the frame around it. */
export const firstPicture = new Promise<void>((done) => {
  resolve = done
})

export const tellFirstPicture = (): void => resolve()
