import type { Page } from '@playwright/test'
import { expect, expectAccessible, expectFitAndAccessible, open, test } from '../support/browser'

const rowsOf = (page: Page) => page.locator('[data-inbox-row]')
const dialog = (page: Page) => page.getByRole('dialog')

/** For a critical system one has to have signed in within five minutes; it leads back to the same question. */
async function signInAgainWhereAsked(page: Page): Promise<void> {
  const again = page.getByRole('button', { name: 'Sign in again' })
  if ((await again.count()) === 0) return
  const here = page.url()
  await again.click()
  await page.getByRole('button', { name: /Amal Haddad/ }).click()
  await expect(page).toHaveURL(here)
  await expect(again).toHaveCount(0)
}

test.describe('an approver', () => {
  test.use({ role: 'approver' })

  test('sees what waits, and each question at an address of its own', async ({ page }) => {
    await open(page, '/inbox')
    await expectFitAndAccessible(page)
    const row = rowsOf(page).filter({ hasText: 'Reset passwords, tenant north' })
    await open(page, (await row.getAttribute('href')) ?? '')
    const main = page.getByRole('main')
    await expect(main).toContainText('reset-bot asks for the grant Reset passwords, tenant north')
    await expect(main).toContainText('credential:reset')
    await expect(main).toContainText('Only tenant north')
    await expect(main).toContainText('Sun 02:00–04:00 Europe/Berlin')
    await expect(page.getByRole('button', { name: /^Approve/ })).toBeVisible()
    await expectFitAndAccessible(page)
  })

  test('denies a release with a reason, and reads it again among what was decided', async ({ page }) => {
    await open(page, '/inbox')
    await rowsOf(page).filter({ hasText: '45 min on prod-cluster-eu' }).click()
    await expect(page).toHaveURL(/\/inbox\/apr_/)
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const main = page.getByRole('main')
    await expect(main).toContainText('deploy-pipeline asks for prod-cluster-eu for 45 min')
    await expect(main.getByRole('region', { name: 'The run that asks' })).toContainText('meridian/platform')
    await page.getByRole('button', { name: /^Deny/ }).click()
    const reason = `A hotfix needs no 45 minutes, ${Date.now()}.`
    await dialog(page).getByRole('textbox').fill(reason)
    await expectAccessible(page)
    await dialog(page).getByRole('button', { name: /^Deny/ }).click()
    await expect(dialog(page)).toHaveCount(0)
    await open(page, `/inbox/${id}`)
    await expect(page.getByRole('region', { name: 'Votes' })).toContainText(reason)
    await expect(main).toContainText('This request is denied.')
    await expect(page.getByRole('button', { name: /^Approve/ })).toHaveCount(0)
    await expect(rowsOf(page).filter({ hasText: 'denied' }).first()).toBeVisible()
  })

  test('offers less by unticking it, and sees what that comes to', async ({ page }) => {
    await open(page, '/inbox')
    const row = rowsOf(page).filter({ hasText: 'Reset passwords, tenant north' })
    await open(page, (await row.getAttribute('href')) ?? '')
    const main = page.getByRole('main')
    await main.getByRole('checkbox', { name: 'Offer credential:reset' }).uncheck()
    await expect(main.getByRole('region', { name: 'Breadth' })).toContainText('Your offer')
    await expectAccessible(page)
    await page.keyboard.press('c')
    await expect(dialog(page)).toContainText('Offer 1 permission')
    await expect(dialog(page)).toContainText('Once accepted it is your vote.')
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await expect(dialog(page)).toContainText('make the offer that the table says')
    await page.keyboard.press('Escape')
    await page.keyboard.press('x')
    await expect(page.getByRole('button', { name: /^Deny 1 of 1/ })).toBeVisible()
    await expectAccessible(page)
  })

  test('goes through the inbox by keyboard, and approves for this run only', async ({ page }) => {
    await open(page, '/inbox')
    await rowsOf(page).last().click()
    await expect(page).toHaveURL(/\/inbox\/apr_/)
    const main = page.getByRole('main')
    // Until the page listens; at the first of the list K stays there.
    await expect(async () => {
      await page.keyboard.press('k')
      await expect(main).toContainText('Release 2026.11.2 of the platform.', { timeout: 1_000 })
    }).toPass()
    await page.keyboard.press('j')
    await expect(main).not.toContainText('Release 2026.11.2 of the platform.')
    await page.keyboard.press('k')
    await expect(main).toContainText('Release 2026.11.2 of the platform.')
    const id = new URL(page.url()).pathname.split('/').at(-1)
    await signInAgainWhereAsked(page)
    await page.keyboard.press('a')
    await expect(dialog(page)).toContainText('Its client may take one session, once, within the hour.')
    await page.keyboard.press('ControlOrMeta+Enter')
    await expect(page.getByText(/^Approved: deploy-pipeline/)).toBeVisible()
    await open(page, '/inbox?view=decided')
    await expect(page.locator(`[data-inbox-row][href*="${id}"]`)).toContainText('approved')
  })
})

test.describe('a manager', () => {
  test.use({ role: 'manager' })

  test('reads the question and is told who decides', async ({ page }) => {
    await open(page, '/inbox')
    const row = rowsOf(page).filter({ hasText: 'Reset passwords, tenant north' })
    await open(page, (await row.getAttribute('href')) ?? '')
    await expect(page.getByRole('main')).toContainText('You are not asked in this stage.')
    await expect(page.getByRole('region', { name: 'Votes' })).toContainText('Amal Haddad')
    await expect(page.getByRole('button', { name: /^Approve|^Deny/ })).toHaveCount(0)
  })
})
