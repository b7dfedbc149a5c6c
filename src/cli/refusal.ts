/**
 * A situation that the person at the terminal can mend: printed as one line, without a stack, and the exit code is 1.
 * The message says what is the matter and what to do.
 */
export class Refusal extends Error {}
