/** `{{LIBRECHAT_USER_EMAIL}}` and the like in headers and addresses that the operator wrote, as LibreChat fills them. */
import type { Endpoint } from '../providers/spec.ts'

/** Whose call it is, and which. */
export type About = {
  user: { id: string; name: string; email: string; role: string }
  conversation: string
  /** The question, and the answer to it. */
  parent: string
  message: string
}

const PLACEHOLDER = /\{\{\s*(LIBRECHAT_(?:USER|BODY|OPENID|GRAPH)_\w+)\s*\}\}/g

/** Whether anything in the endpoint asks for the person or the conversation. */
export function asksForPerson({ headers = {}, baseURL = '' }: Endpoint): boolean {
  return [baseURL, ...Object.values(headers)].some((text) => text.search(PLACEHOLDER) >= 0)
}

/** The endpoint with everything filled in. What is not known here is left empty, as LibreChat does. */
export function filled(endpoint: Endpoint, about: About): Endpoint {
  const known = valuesOf(about)
  const fill = (text: string, as = (value: string) => value) =>
    text.replace(PLACEHOLDER, (_, name: string) => as(known[name] ?? ''))
  return {
    ...endpoint,
    // People choose their names: none of them is a way to another server.
    ...(endpoint.baseURL && { baseURL: fill(endpoint.baseURL, segment) }),
    ...(endpoint.headers && {
      headers: Object.fromEntries(
        Object.entries(endpoint.headers).map(([name, value]) => [name, headerValue(fill(value))]),
      ),
    }),
  }
}

function valuesOf({ user, conversation, parent, message }: About): Record<string, string> {
  return {
    LIBRECHAT_USER_ID: user.id,
    LIBRECHAT_USER_NAME: user.name,
    LIBRECHAT_USER_USERNAME: user.name,
    LIBRECHAT_USER_EMAIL: user.email,
    LIBRECHAT_USER_ROLE: user.role,
    LIBRECHAT_BODY_CONVERSATIONID: conversation,
    LIBRECHAT_BODY_PARENTMESSAGEID: parent,
    LIBRECHAT_BODY_MESSAGEID: message,
  }
}

/** A part of a path or of a host, with nothing in it that ends one. */
function segment(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(/^\.+$/, (dots) => '_'.repeat(dots.length))
}

/** A header carries Latin-1 alone and no control characters; other text goes as LibreChat sends it. */
function headerValue(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ')
  if (![...line].some((letter) => (letter.codePointAt(0) as number) > 0xff)) return line
  return `b64:${btoa(String.fromCharCode(...new TextEncoder().encode(line)))}`
}
