/** A file of text as a download: always as plain text to be saved, because what somebody sent is never a page of ours. */
export function download({ name, text }: { name: string; text: string }): Response {
  const plain = name.replace(/[^\w.-]/g, '_')
  return new Response(text, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}
