import type { ApprovalPolicy } from '@/lib/domain/approval-policy'
import {
  describeRule,
  describeVerdict,
  listOr,
  type NameOf,
  type RuleInWords,
  secondsInWords,
} from '@/lib/domain/describe-rule'
import { describeWindow } from '@/lib/domain/window'

/** What rules say besides single rules: a label and what holds. */
export type SettingInWords = { label: string; text: string }

/** Approval rules as people read them, in the order in which they are asked. */
export type PolicyInWords = { rules: RuleInWords[]; otherwise: string[]; settings: SettingInWords[] }

function describeStepUp({ tiers, withinMinutes }: ApprovalPolicy['stepUp']): string {
  if (tiers.length === 0) return 'Nobody has to sign in again to decide'
  return `For a system of tier ${listOr(tiers.map(String))}, whoever approves has signed in within ${withinMinutes} min`
}

function describeConsent({ groups, withoutAccount }: ApprovalPolicy['consent'], nameOf: NameOf): string {
  const people =
    groups.length === 0
      ? 'Each person who is acted for is asked'
      : `The rules agree for ${listOr(groups.map(nameOf), 'and')}, who are told; everybody else is asked`
  const rest = withoutAccount === 'agreed' ? 'the rules agree for' : 'nothing is granted in the name of'
  return `${people}; ${rest} people without an account here`
}

function describeBreakGlass({ groups, maxSeconds, reviewDueHours }: ApprovalPolicy['breakGlass'], nameOf: NameOf) {
  const who = groups.length === 0 ? 'Approvers and admins' : listOr(groups.map(nameOf), 'and')
  return `${who}, for ${secondsInWords(maxSeconds)} at most; reviewed within ${secondsInWords(reviewDueHours * 3600)}`
}

/** What holds besides the rules, in words. */
export function describeSettings(policy: ApprovalPolicy, nameOf: NameOf): SettingInWords[] {
  const { barActorOwner, stepUp, consent, breakGlass, officeHours } = policy
  return [
    {
      label: 'Owner of the actor',
      text: barActorOwner ? 'May not decide on what the actor is given' : 'May decide on what the actor is given',
    },
    { label: 'Step-up', text: describeStepUp(stepUp) },
    { label: 'Consent', text: describeConsent(consent, nameOf) },
    { label: 'Break-glass', text: describeBreakGlass(breakGlass, nameOf) },
    {
      label: 'Office hours',
      text: officeHours.length === 0 ? 'Not known' : officeHours.map(describeWindow).join('; '),
    },
  ]
}

/** Approval rules in words. */
export function describePolicy(policy: ApprovalPolicy, nameOf: NameOf): PolicyInWords {
  return {
    rules: policy.rules.map((rule) => describeRule(rule, nameOf)),
    otherwise: describeVerdict(policy.otherwise, nameOf),
    settings: describeSettings(policy, nameOf),
  }
}
