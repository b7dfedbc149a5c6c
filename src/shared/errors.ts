/**
 * The closed list of what can go wrong, and how each is told: HTTP status, WebSocket close code (where a socket is
 * closed for it) and whether trying the same again can help. The i18n key is `error.<code>`.
 */

type Row = { status: number; close?: number; retry: boolean }

export const ERRORS = {
  bad_request: { status: 400, retry: false },
  unauthorized: { status: 401, close: 4401, retry: false },
  forbidden: { status: 403, close: 4403, retry: false },
  // The operator's, before anything is asked of a model.
  terms: { status: 403, retry: false },
  not_found: { status: 404, close: 4404, retry: false },
  conflict: { status: 409, retry: false },
  busy: { status: 409, retry: true },
  too_large: { status: 413, close: 1009, retry: false },
  rate_limited: { status: 429, retry: true },
  internal: { status: 500, close: 1011, retry: true },
  unavailable: { status: 503, close: 1013, retry: true },
  // A model's side, as the message of an answer shows it.
  no_model: { status: 422, retry: false },
  model_key: { status: 422, retry: false },
  // The key that a person brings for this endpoint.
  key_missing: { status: 422, retry: false },
  key_expired: { status: 422, retry: false },
  model_not_found: { status: 422, retry: false },
  // Its endpoint has it on a disk, or would, if somebody had brought it there.
  model_not_downloaded: { status: 422, retry: false },
  model_rate_limited: { status: 503, retry: true },
  model_quota: { status: 422, retry: false },
  model_unavailable: { status: 503, retry: true },
  model_unreachable: { status: 503, retry: true },
  model_stalled: { status: 504, retry: true },
  model_cut: { status: 502, retry: true },
  model_malformed: { status: 502, retry: true },
  model_bad_request: { status: 422, retry: false },
  model_context: { status: 422, retry: false },
  // Held back before any model was asked.
  no_credits: { status: 402, retry: false },
  filtered: { status: 422, retry: false },
} as const satisfies Record<string, Row>

export type ErrorCode = keyof typeof ERRORS

/** What is told of a failure: a code of ours, and the other side's own words where there are any. */
export type Fault = {
  code: ErrorCode
  /** The vendor's sentence, or ours where it adds to the code. Shown to the user as text, never as markup. */
  message?: string
  /** Who said it, by its display name: "OpenAI". */
  from?: string
  /** When trying again makes sense, in ms from now. */
  retryAfterMs?: number
}

/** The value of an operation that may fail in an expected way. */
export type Result<T> = { ok: true; value: T } | { ok: false; fault: Fault }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const fail = (code: ErrorCode, message?: string): { ok: false; fault: Fault } => ({
  ok: false,
  fault: message === undefined ? { code } : { code, message },
})
