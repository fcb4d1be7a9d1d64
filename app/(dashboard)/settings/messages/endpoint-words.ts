import type { EndpointKind } from '@/lib/domain/endpoint'

/** What each kind of endpoint is called and is for. */
export const WORDS: Record<EndpointKind, { title: string; verb: string; about: string; empty: string }> = {
  notify: {
    title: 'Told of what happens',
    verb: 'Add a webhook',
    about: 'Remit posts JSON or a Slack message, signed by Standard Webhooks.',
    empty: 'A channel or a program that is told of requests, decisions, ends and emergencies stands here.',
  },
  reviewer: {
    title: 'Asked what they think',
    verb: 'Add a reviewer',
    about: 'A bot or a model that comments before people decide. Rules name it in a stage; it never approves.',
    empty: 'A reviewer outside of Remit stands here, for rules to ask.',
  },
  ticket: {
    title: 'Tell Remit of tickets',
    verb: 'Add a ticket system',
    about: 'A ticket that is closed ends the grants bound to it, and their sessions.',
    empty: 'A ticket system that says when a ticket is closed stands here.',
  },
}
