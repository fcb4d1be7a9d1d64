import type { Role } from '@/lib/domain/context'

/** Somebody who can sign in through the local identity provider. */
export type LocalAccount = { subject: string; name: string; email: string; role: Role; does: string }

/** One account per role, for trying Remit on one machine, and a second approver and admin: what takes two people can be
 *  tried, too. The first of a role stands for it. The demo organisation has a member for each, by email. */
export const LOCAL_ACCOUNTS: readonly LocalAccount[] = [
  {
    subject: 'rosa',
    name: 'Rosa Marchetti',
    email: 'rosa@example.com',
    role: 'reviewer',
    does: 'audits grants and sessions, revokes',
  },
  {
    subject: 'amal',
    name: 'Amal Haddad',
    email: 'amal@example.com',
    role: 'approver',
    does: 'decides what is asked for',
  },
  {
    subject: 'mats',
    name: 'Mats Lindqvist',
    email: 'mats@example.com',
    role: 'manager',
    does: 'reads exposure and risk',
  },
  {
    subject: 'ada',
    name: 'Ada Okafor',
    email: 'ada@example.com',
    role: 'admin',
    does: 'connects sources, sets members',
  },
  {
    subject: 'samira',
    name: 'Samira Osei',
    email: 'samira@example.com',
    role: 'approver',
    does: 'is the second vote, in platform security',
  },
  {
    subject: 'nils',
    name: 'Nils Berg',
    email: 'nils@example.com',
    role: 'admin',
    does: 'is the second person for rules',
  },
]
