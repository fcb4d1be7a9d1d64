import type { Context, Role } from '@/lib/domain/context'
import { fromPublicId } from '@/lib/id'

type Step = { at: Date; run: (now: Date) => Promise<unknown> }

/** A past told in the order of time. Steps are written down in any order; ids of what came to be are kept by name. */
export class Story {
  readonly identities = new Map<string, string>()
  readonly systems = new Map<string, string>()
  readonly members = new Map<string, string>()
  readonly grants = new Map<string, string>()
  readonly approvals = new Map<string, string>()
  readonly sessions = new Map<string, string>()
  readonly #members = new Map<string, { memberId: string; name: string; roles: Role[] }>()
  readonly #steps: Step[] = []

  constructor(
    readonly orgId: string,
    readonly now: Date,
  ) {}

  /** A member, by name; the first with a role stands for it. */
  join(role: Role, memberId: string, name: string): void {
    const member = { memberId: fromPublicId('member', memberId), name, roles: [role] }
    this.#members.set(name, member)
    if (!this.#members.has(role)) this.#members.set(role, member)
    this.members.set(name, memberId)
  }

  /** The context of a member, by name or as the first with a role, at this moment. */
  as(who: string, now: Date): Context {
    const member = this.#members.get(who)
    if (!member) throw new Error(`nobody is ${who} in this story`)
    return { orgId: this.orgId, actor: { kind: 'member', ...member, authenticatedAt: now }, now }
  }

  /** The context of a part of Remit, at this moment. */
  system(name: string, now: Date): Context {
    return { orgId: this.orgId, actor: { kind: 'system', name }, now }
  }

  /** The id of something that came to be earlier in the story. */
  id(kind: 'identities' | 'members' | 'systems' | 'grants' | 'approvals' | 'sessions', name: string): string {
    const id = this[kind].get(name)
    if (!id) throw new Error(`the story has no ${name} among its ${kind} yet`)
    return id
  }

  at(at: Date, run: Step['run']): void {
    if (at <= this.now) this.#steps.push({ at, run })
  }

  daysAgo(days: number, run: Step['run']): void {
    this.at(new Date(this.now.getTime() - days * 86_400_000), run)
  }

  async tell(): Promise<void> {
    const steps = this.#steps.toSorted((a, b) => a.at.getTime() - b.at.getTime())
    for (const step of steps) await step.run(step.at)
  }
}
