/** Who may make an account. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

export const Registration = {
  registration: opt(
    v.object({
      socialLogins: opt(v.array(v.string()), 'Order/set of social buttons'),
      allowedDomains: opt(v.array(v.string()), 'Email domains allowed', { works: true }),
    }),
    'Sign-up policy',
    { default: { socialLogins: ['google', 'facebook', 'openid', 'github', 'discord', 'saml'] } },
  ),
}
