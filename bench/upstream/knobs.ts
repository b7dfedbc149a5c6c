/** How an answer is to be written. The knobs travel in the name of the model: `ttft20-tps50-len500-think40-seed`. */

export type Knobs = {
  /** Milliseconds before the first token. */
  ttft: number
  /** Tokens per second; 0: as fast as the reader takes them. */
  tps: number
  /** Tokens of the answer, and of the reasoning before it. */
  len: number
  think: number
  /** `stamp`: each token is the time it was written. `seed`: the text follows from the user's message alone. */
  text: 'stamp' | 'seed'
}

/** The model that writes so. */
export function modelOf(knobs: Partial<Knobs>): string {
  const { ttft = 20, tps = 50, len = 20, think = 0, text = 'stamp' } = knobs
  return `ttft${ttft}-tps${tps}-len${len}-think${think}-${text}`
}

export function knobsOf(model: string): Knobs {
  const knob = (name: string, usual: number) => Number(new RegExp(`${name}(\\d+)`).exec(model)?.[1] ?? usual)
  return {
    ttft: knob('ttft', 20),
    tps: knob('tps', 50),
    len: knob('len', 20),
    think: knob('think', 0),
    text: model.endsWith('seed') ? 'seed' : 'stamp',
  }
}
