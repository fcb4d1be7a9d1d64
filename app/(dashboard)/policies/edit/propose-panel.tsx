'use client'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { toast } from 'sonner'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Field, Textarea } from '@/components/ui/input'
import { SectionHead } from '@/components/ui/section-head'
import type { ApprovalPolicy } from '@/lib/domain/approval-policy'
import type { PolicyDiff } from '@/lib/domain/diff-policies'
import type { PolicyProblem } from '@/lib/domain/policy-problem'
import { plural } from '@/lib/format'
import { proposeThePolicy } from '../actions'
import { PolicyDifference } from '../policy-difference'
import { ProblemList } from '../problem-list'

type Props = {
  policy: ApprovalPolicy
  basedOn: number
  problems: readonly PolicyProblem[]
  isChecking: boolean
  difference: PolicyDiff
}

const countOf = (problems: readonly PolicyProblem[], level: PolicyProblem['level']) =>
  problems.filter((problem) => problem.level === level).length

function Standing({ problems, isChecking }: Pick<Props, 'problems' | 'isChecking'>) {
  const [errors, warnings] = [countOf(problems, 'error'), countOf(problems, 'warning')]
  if (isChecking) return <span>Being looked at</span>
  if (errors + warnings === 0) return <span>Nothing is wrong with them</span>
  return (
    <span>
      {[errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : '']
        .filter(Boolean)
        .join(', ')}
    </span>
  )
}

/** What is wrong, what differs, why, and the button that asks a second admin. */
export function ProposePanel({ policy, basedOn, problems, isChecking, difference }: Props) {
  const router = useRouter()
  const [note, setNote] = useState('')
  const { problem, isBusy, ask } = useAnswer()
  const propose = async () => {
    const done = await ask(proposeThePolicy({ kind: 'approvals', content: policy, note, basedOn }))
    if (!done) return
    toast(<span>{`Version ${done.version} waits for a second admin`}</span>)
    router.push(`/policies/versions/${done.version}`)
  }
  const changes = useMemo(() => <PolicyDifference difference={difference} most={12} />, [difference])
  const isReady = !isChecking && countOf(problems, 'error') === 0 && !difference.isSame && note.trim().length >= 3
  return (
    <>
      <SectionHead title="Propose" note={<Standing problems={problems} isChecking={isChecking} />} />
      <div className="mt-1.5">
        <ProblemList problems={problems} most={12} />
      </div>
      <Field label="Why, for whoever decides" className="mt-3">
        <Textarea value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {problem ? (
        <div className="mt-2">
          <ErrorStrip title={problem.message} code={problem.code} />
        </div>
      ) : null}
      <Button variant="ink" size="lg" className="mt-2.5" disabled={!isReady || isBusy} onClick={() => void propose()}>
        Propose
      </Button>
      <p className="mt-1.5 text-12 text-fg-3">Nothing holds before an admin other than you agrees.</p>
      <div className="mt-4 border-t border-line pt-3">
        <SectionHead title="What it changes" note={`against version ${basedOn}`} />
        {changes}
      </div>
    </>
  )
}
