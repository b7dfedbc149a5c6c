/** A check against robots at the door. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt, req } from './key.ts'

export const Turnstile = {
  turnstile: opt(
    v.object({
      siteKey: req(v.string(), 'Site key'),
      options: opt(
        v.object({
          language: opt(v.string(), 'Language', { default: 'auto' }),
          size: opt(v.picklist(['normal', 'compact', 'flexible', 'invisible']), 'Size', {
            default: 'normal',
          }),
        }),
        'Widget options',
        { default: { language: 'auto', size: 'normal' } },
      ),
    }),
    'Cloudflare Turnstile on login/register',
  ),
}
