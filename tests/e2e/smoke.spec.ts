import type { Page } from '@playwright/test'
import { LOCAL_ACCOUNTS } from '../../lib/runtime/local-accounts'
import { expect, expectFitAndAccessible, expectLoaded, open, signIn, test, type Who } from '../support/browser'

/** The pages that everybody has; the navigation may offer more, which are opened too. */
const PAGES = [
  '/',
  '/inbox',
  '/sessions',
  '/grants',
  '/findings',
  '/identities',
  '/systems',
  '/audit',
  '/reports',
  '/connections',
]

/** Those whose rows open to pages of their own. */
const LISTS = ['/sessions', '/grants', '/findings', '/identities', '/systems']

/** What is looked at beside those, by who uses it. In each group one browser keeps what it loaded. */
const LOOKED_AT: readonly (readonly [Who, readonly string[]])[] = [
  ['reviewer', LISTS],
  ['reviewer', PAGES.filter((path) => !LISTS.includes(path))],
  ['reviewer', ['/policies', '/policies/guardrails', '/reports/approvers', '/reviews']],
  ['admin', ['/policies/edit', '/settings/members', '/settings/groups', '/settings/absences']],
  ['admin', ['/settings/messages', '/settings/tokens', '/grants/new', '/mail', '/api-docs']],
]

// None of these changes anything, so they need no order among them.
test.describe.configure({ mode: 'parallel' })

test.describe('signed out', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  test('the product says that it is up', async ({ request }) => {
    expect((await request.get('/api/health')).status()).toBe(200)
  })

  test('every page asks to sign in first', async ({ page, request }) => {
    for (const path of PAGES) expect((await request.get(path)).url(), path).toMatch(/\/sign-in/)
    await page.goto('/findings')
    await expect(page).toHaveURL(/\/sign-in/)
    await expectFitAndAccessible(page)
  })

  test('the local identity provider lets a member in', async ({ page }) => {
    await signIn(page, 'reviewer')
    await expect(page.getByRole('navigation').first()).toBeVisible()
  })
})

for (const role of new Set(LOCAL_ACCOUNTS.map((account) => account.role)))
  test.describe(`a ${role}`, () => {
    test.use({ role })

    test('can open every page that the navigation offers', async ({ page }) => {
      await open(page, '/')
      const links = page.getByRole('navigation').first().getByRole('link')
      const offered = await links.evaluateAll((found) =>
        found.map((link) => new URL((link as HTMLAnchorElement).href).pathname),
      )
      expect(offered.length).toBeGreaterThan(1)
      for (const path of new Set(offered)) await follow(page, path)
    })
  })

/** What a role does not get to see, by the words that say so. */
const HIDDEN: Record<string, Record<string, string>> = {
  approver: { '/audit': 'The audit log', '/reports': 'The risk report', '/connections': 'Connections' },
  manager: { '/connections': 'Connections' },
}

for (const [role, hidden] of Object.entries(HIDDEN))
  test.describe(`what a ${role} may not see`, () => {
    test.use({ role: role as Who })

    test('is said to be hidden, and by whom it is seen', async ({ page }) => {
      for (const [path, section] of Object.entries(hidden)) {
        await open(page, path)
        await expect(page.getByText(`${section} is hidden by your role`)).toBeVisible()
        await expect(page.getByRole('main'), path).toContainText(/ask an admin/)
      }
    })
  })

/** As whoever clicks on it in the navigation comes there. */
async function follow(page: Page, path: string): Promise<void> {
  await page.getByRole('navigation').first().locator(`a[href="${path}"]`).first().click()
  await page.waitForURL((url) => url.pathname === path)
  await expectLoaded(page, path)
}

// Each page that fails is told, and the others are still looked at.
for (const [role, paths] of LOOKED_AT)
  test.describe(`${paths.join(', ')} for a ${role}`, () => {
    test.use({ role })

    test('is accessible and fits its width, and so is what its first row opens', async ({ page }) => {
      test.setTimeout(240_000)
      for (const path of paths) await test.step(path, () => lookAt(page, path))
    })
  })

async function lookAt(page: Page, path: string): Promise<void> {
  await open(page, path)
  await expectFitAndAccessible(page)
  if (!LISTS.includes(path)) return
  const href = await page.locator('[data-row-link]').first().getAttribute('href')
  await open(page, href ?? '')
  await expectFitAndAccessible(page)
}
