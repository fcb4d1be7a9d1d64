import { describe, expect, it } from 'vitest'
import { conditionFault, conditionsInput, type FederationConditions, meetsConditions } from '@/lib/domain/federation'

const GITHUB = 'https://token.actions.githubusercontent.com'
const CLUSTER = 'https://kubernetes.example.com'

describe('conditions for GitHub Actions', () => {
  it.each<FederationConditions>([
    {},
    { sub: ['*'] },
    { sub: ['repo:*'] },
    { sub: ['repo:acme/*'] },
    { sub: ['repo:acme/*:environment:production'] },
    { sub: ['repo:*/shop:environment:production'] },
    { sub: ['repo:acme/shop*'] },
    { sub: ['repo:acme/shop:*', 'repo:acme/*'] },
    { sub: ['repository_owner:acme'] },
    { sub: ['repository_owner:acme:environment:*'] },
    { repository_owner: ['acme'] },
    { repository: ['acme/*'] },
    { repository: ['acme/sh*'] },
    { environment: ['production'] },
    { actor: ['ada'], ref: ['refs/heads/main'] },
    { job_workflow_ref: ['acme/shop/.github/workflows/release.yml@refs/heads/main'] },
    { sub: ['repo:acme/shop:ref:refs/heads/main'], environment: ['*'] },
    { email: ['ada@example.com'] },
  ])('%j let in a whole organisation or more, and are refused', (conditions) => {
    expect(conditionFault(GITHUB, conditions)).toMatch(/organisation|which is none/)
  })

  it.each<FederationConditions>([
    { sub: ['repo:acme/shop:environment:production'] },
    { sub: ['repo:acme/shop:*'] },
    { sub: ['repo:acme@1/shop@2:environment:production'] },
    { sub: ['repository_id:71:environment:production'] },
    { repository: ['acme/shop'] },
    { repository_id: ['71'], environment: ['prod*'] },
    { repository_owner: ['acme'], repository: ['acme/shop'] },
  ])('%j name a repository, and stand', (conditions) => {
    expect(conditionFault(GITHUB, conditions)).toBeNull()
  })

  it('are as strict for an enterprise of github.com, for ghe.com and for a server of one’s own', () => {
    const issuers = [`${GITHUB}/acme`, 'https://token.actions.acme.ghe.com', 'https://git.acme.example/_services/token']
    for (const issuer of issuers) expect(conditionFault(issuer, { repository_owner: ['acme'] })).not.toBeNull()
  })
})

describe('conditions for another issuer', () => {
  it.each<FederationConditions>([
    {},
    { sub: ['*'] },
    { sub: ['**'] },
    { sub: ['system:serviceaccount:*'] },
    { sub: ['spiffe://example.com/*'] },
    { sub: ['a*'] },
    { sub: ['*@example.com'] },
    { aud: ['remit'] },
    { groups: ['deployers'] },
  ])('%j let in everybody it knows, and are refused', (conditions) => {
    expect(conditionFault(CLUSTER, conditions)).not.toBeNull()
  })

  it.each<FederationConditions>([
    { sub: ['system:serviceaccount:shop:deployer'] },
    { sub: ['system:serviceaccount:shop:*'] },
    { sub: ['spiffe://example.com/ns/*'] },
    { email: ['job@example.com'] },
    { client_id: ['a5'], groups: ['deploy*'] },
  ])('%j name a subject, and stand', (conditions) => {
    expect(conditionFault(CLUSTER, conditions)).toBeNull()
  })

  it('with a claim without patterns, or none that is a name, is not understood', () => {
    expect(conditionsInput.safeParse({ sub: [] }).success).toBe(false)
    expect(conditionsInput.safeParse({ 'sub "': ['a'] }).success).toBe(false)
    expect(conditionsInput.safeParse({ sub: ['  '] }).success).toBe(false)
  })
})

describe('a token', () => {
  const claims = { iss: GITHUB, sub: 'repo:acme/shop:environment:production', environment: 'production', run_id: 7 }

  it('meets conditions when each claim named has a value that fits', () => {
    expect(meetsConditions({ sub: ['repo:acme/shop:*'], environment: ['staging', 'prod*'] }, claims)).toBe(true)
    expect(meetsConditions({ sub: ['repo:acme/shop:*'], environment: ['staging'] }, claims)).toBe(false)
    expect(meetsConditions({ sub: ['repo:acme/shop:*'], ref: ['refs/heads/main'] }, claims)).toBe(false)
    expect(meetsConditions({ run_id: ['7'] }, claims)).toBe(true)
    expect(meetsConditions({ groups: ['b'] }, { groups: ['a', 'b'] })).toBe(true)
  })

  it('meets no conditions where there are none, and none through what every object has', () => {
    expect(meetsConditions({}, claims)).toBe(false)
    expect(meetsConditions({ constructor: ['*'] }, claims)).toBe(false)
    expect(meetsConditions({ toString: ['function*'] }, claims)).toBe(false)
  })

  it('is nobody by an e-mail address that was not verified', () => {
    const conditions = { email: ['ci@example.com'] }
    expect(meetsConditions(conditions, { email: 'ci@example.com', email_verified: true })).toBe(true)
    expect(meetsConditions(conditions, { email: 'ci@example.com', email_verified: false })).toBe(false)
  })

  it('fits a pattern as a whole, and letter by letter', () => {
    const met = (pattern: string, sub: string) => meetsConditions({ sub: [pattern] }, { sub })
    expect(met('repo:acme/shop:*', 'repo:acme/shop-evil:ref:x')).toBe(false)
    expect(met('repo:acme/shop', 'repo:acme/shop:ref:x')).toBe(false)
    expect(met('Repo:acme', 'repo:acme')).toBe(false)
    expect(met('a.c', 'abc')).toBe(false)
    expect(met('ab*ba', 'aba')).toBe(false)
    expect(met('a*b*c', 'a1b2c')).toBe(true)
    expect(met('a*b*b', 'ab')).toBe(false)
    expect(met(`${'a*'.repeat(200)}b`, 'a'.repeat(500))).toBe(false)
  })

  it('of GitHub meets a condition on names in both forms of its subject, and one with ids in that form alone', () => {
    const sub = 'repo:acme@12/shop@34:environment:production'
    const met = (pattern: string, iss: string, value: string) =>
      meetsConditions({ sub: [pattern] }, { iss, sub: value })
    expect(met(claims.sub, GITHUB, sub)).toBe(true)
    expect(met(sub, GITHUB, sub)).toBe(true)
    expect(met(sub, GITHUB, claims.sub)).toBe(false)
    expect(met('repo:acme@12/shop@99:environment:production', GITHUB, sub)).toBe(false)
    expect(met(claims.sub, CLUSTER, sub)).toBe(false)
  })
})
