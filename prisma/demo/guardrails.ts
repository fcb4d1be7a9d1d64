import type { z } from 'zod'
import type { guardrails } from '@/lib/domain/guardrail'

/** What no approval may allow at the bank. */
export const guardrailsOfDemo: z.input<typeof guardrails> = {
  policies: [
    {
      id: 'third-parties-hand-out-nothing',
      name: 'Third parties hand out no access',
      description: 'Whoever works for us from outside never holds what makes further access.',
      text: `forbid (principal, action in [Action::"request", Action::"issue"], resource)
when {
  context.actor.isThirdParty &&
  context.accessLevels.containsAny(["credentials", "permissions-management"])
};`,
    },
    {
      id: 'emergencies-read-no-secrets',
      name: 'Emergencies read no secrets',
      description: 'Secrets are rotated after an incident, not read during one.',
      text: `forbid (principal, action == Action::"breakGlass", resource)
when { context.accessLevels.contains("credentials") };`,
    },
  ],
  tests: [
    {
      name: 'A partner may read',
      request: { actor: { kind: 'service', name: 'partner-feed', isThirdParty: true }, accessLevels: ['read'] },
      expect: 'allow',
    },
    {
      name: 'A partner gets no credentials',
      request: {
        action: 'request',
        actor: { kind: 'service', name: 'partner-feed', isThirdParty: true },
        accessLevels: ['credentials'],
      },
      expect: 'deny',
    },
    {
      name: 'An emergency reads no secrets',
      request: { action: 'breakGlass', accessLevels: ['write', 'credentials'] },
      expect: 'deny',
    },
  ],
}
