import { describe, expect, it } from 'vitest'
import type { Detection } from '@/lib/domain/detection'
import { changesOfFindings, type RecordedFinding } from '@/lib/domain/finding'
import { LIVES } from '@/lib/domain/life'
import { at, NOW } from '@/tests/support/clock'

const detection = (over: Partial<Detection> = {}): Detection => ({
  detector: 'long-lived',
  subjectKind: 'grant',
  subjectId: 'a',
  systemId: null,
  ownerId: null,
  severity: 'high',
  title: 'The grant never expires',
  evidence: { System: 'ticketing', Breadth: 10 },
  controls: {},
  ...over,
})
const recorded = (over: Partial<RecordedFinding> = {}): RecordedFinding => {
  const { detector, subjectKind, subjectId, severity, title } = detection()
  const evidence = { Breadth: 10, System: 'ticketing' }
  const common = { id: 'f', status: 'open', statusUntil: null } as const
  return { ...common, detector, subjectKind, subjectId, severity, title, evidence, ...over }
}

/** The lists that are not empty. */
function changed(findings: RecordedFinding[], detections: Detection[]): string[] {
  const changes = changesOfFindings(findings, detections, NOW)
  return Object.entries(changes).flatMap(([name, list]) => (list.length > 0 ? [name] : []))
}

describe('a finding', () => {
  it('opens once, and is left alone while nothing changes', () => {
    expect(changed([], [detection()])).toEqual(['open'])
    expect(changed([recorded()], [detection()])).toEqual([])
  })

  it('resolves when its cause is gone, whatever people decided about it', () => {
    for (const status of Object.keys(LIVES.finding) as RecordedFinding['status'][]) {
      expect(changed([recorded({ status, statusUntil: at('+1d') })], [])).toEqual(
        status === 'resolved' ? [] : ['resolve'],
      )
    }
  })

  it('comes back as the same finding when its cause does', () => {
    const { reopen } = changesOfFindings([recorded({ status: 'resolved' })], [detection()], NOW)
    expect(reopen.map(({ id }) => id)).toEqual(['f'])
  })

  it.each(['accepted', 'snoozed'] as const)('that is %s sleeps until its time and then wakes', (status) => {
    expect(changed([recorded({ status, statusUntil: at('+1s') })], [detection()])).toEqual([])
    expect(changed([recorded({ status, statusUntil: NOW })], [detection()])).toEqual(['wake'])
  })

  it('that is acknowledged stays so', () => {
    expect(changed([recorded({ status: 'acknowledged', statusUntil: at('-1d') })], [detection()])).toEqual([])
  })

  it.each([{ severity: 'low' }, { title: 'Another' }, { evidence: { System: 'ticketing', Breadth: 11 } }] as const)(
    'changes when its matter does: %j',
    (over) => {
      expect(changed([recorded()], [detection(over)])).toEqual(['change'])
    },
  )

  it('is another for another detector, kind or thing', () => {
    for (const over of [{ detector: 'orphaned' }, { subjectKind: 'session' }, { subjectId: 'b' }] as const) {
      expect(changed([recorded()], [detection(), detection(over)])).toEqual(['open'])
    }
  })
})
