import type { Page } from '@playwright/test'
import { LOCAL_ACCOUNTS } from '../../lib/runtime/local-accounts'
import { expect, expectAccessible, open, type Role, signIn, test } from '../support/browser'

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

test.describe('signed out', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  test('the product says that it is up', async ({ request }) => {
    expect((await request.get('/api/health')).status()).toBe(200)
  })

  test('every page asks to sign in first', async ({ page }) => {
    for (const path of PAGES) {
      await page.goto(path)
      await expect(page, path).toHaveURL(/\/sign-in/)
    }
    await expectAccessible(page)
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
      for (const path of new Set(offered)) await open(page, path)
    })
  })

/** What a role does not get to see, by the words that say so. */
const HIDDEN: Record<string, Record<string, string>> = {
  approver: { '/audit': 'The audit log', '/reports': 'The risk report', '/connections': 'Connections' },
  manager: { '/connections': 'Connections' },
}

for (const [role, hidden] of Object.entries(HIDDEN))
  test.describe(`what a ${role} may not see`, () => {
    test.use({ role: role as Role })

    test('is said to be hidden, and by whom it is seen', async ({ page }) => {
      for (const [path, section] of Object.entries(hidden)) {
        await open(page, path)
        await expect(page.getByText(`${section} is hidden by your role`)).toBeVisible()
        await expect(page.getByRole('main'), path).toContainText(/ask an admin/)
      }
    })
  })

for (const list of ['/sessions', '/grants', '/findings', '/identities', '/systems'])
  test(`what ${list} lists opens to a page that is accessible and fits its width @phone`, async ({ page }) => {
    await open(page, list)
    const href = await page.locator('[data-row-link]').first().getAttribute('href')
    await open(page, href ?? '')
    await expectNothingSticksOut(page)
    await expectAccessible(page)
  })

for (const path of PAGES)
  test(`${path} is accessible and fits its width @phone`, async ({ page }) => {
    await open(page, path)
    await expectNothingSticksOut(page)
    await expectAccessible(page)
  })

async function expectNothingSticksOut(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow, 'pixels that stick out to the right').toBeLessThanOrEqual(0)
}
