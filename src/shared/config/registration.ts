/** Who may make an account. Keys of `librechat.yaml`. */
import * as v from 'valibot'
import { opt } from './key.ts'

export const Registration = {
  emailChange: opt(
    v.object({
      enabled: opt(v.boolean(), 'People may change their address'),
      tokenTTLSeconds: opt(v.pipe(v.number(), v.integer(), v.gtValue(0)), 'How long the link holds (900)'),
    }),
    'Changing the address of an account',
  ),
  registration: opt(
    v.object({
      socialLogins: opt(v.array(v.string()), 'Order/set of social buttons'),
      oauthStateTtlMs: opt(
        v.pipe(v.number(), v.integer(), v.gtValue(0)),
        'Ms in which a social login must come back',
        { default: 600_000 },
      ),
      openidDiscovery: opt(
        v.object({
          startupAttempts: opt(
            v.pipe(v.number(), v.integer(), v.minValue(0)),
            'Tries before the start goes on; 0: only in the background (1)',
          ),
          retryDelayMs: opt(v.pipe(v.number(), v.integer(), v.minValue(0)), 'Ms between tries (5000)'),
        }),
        'Where the OpenID provider does not answer',
      ),
      allowedDomains: opt(v.array(v.string()), 'Email domains allowed', { works: true }),
    }),
    'Sign-up policy',
    { default: { socialLogins: ['google', 'facebook', 'openid', 'github', 'discord', 'saml'] } },
  ),
}
