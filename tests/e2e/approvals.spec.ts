import type { Page } from '@playwright/test'
import { expect, expectAccessible, expectFitAndAccessible, open, test } from '../support/browser'

const main = (page: Page) => page.getByRole('main')
const dialog = (page: Page) => page.getByRole('dialog')

/** Chooses in a line one types into what has this in its name. */
async function pick(page: Page, label: string, words: string): Promise<void> {
  const line = page.getByRole('combobox', { name: label, exact: true })
  await line.fill(words)
  await page
    .getByRole('option', { name: new RegExp(words) })
    .first()
    .click()
}

/** Asks for a grant by the form; answers with the address of its page. */
async function requestGrant(page: Page, name: string, system: string, permissions: string[]): Promise<string> {
  await open(page, '/grants/new')
  await pick(page, 'Acts', 'cluster-janitor')
  await pick(page, 'For', 'Tomás Rey')
  await pick(page, 'System', system)
  for (const permission of permissions) await page.getByRole('checkbox', { name: permission }).check()
  await page.getByLabel('What is it for?').fill(`For a test of the browser, ${name}.`)
  await page.getByLabel('Name of the grant').fill(name)
  await expect(main(page)).toContainText('Platform security')
  await page.getByRole('button', { name: 'Send the request' }).click()
  await page.waitForURL(/\/grants\/grt_/)
  return new URL(page.url()).pathname
}

async function approve(page: Page, name: string): Promise<void> {
  await open(page, '/inbox')
  await page.locator('[data-inbox-row]').filter({ hasText: name }).first().click()
  await expect(page).toHaveURL(/\/inbox\/apr_/)
  await page.getByRole('button', { name: /^Approve/ }).click()
  await dialog(page)
    .getByRole('button', { name: /^Approve/ })
    .click()
  await expect(dialog(page)).toHaveCount(0)
}

test.describe('what takes two teams', () => {
  test.use({ role: 'admin' })

  test('is asked for by a form that says who is asked, and holds once both have agreed', async ({ page, enter }) => {
    test.slow()
    const name = `Browser ${Date.now()}`
    const grant = await requestGrant(page, name, 'prod-cluster-eu', ['config:read', 'config:update'])
    await expect(main(page)).toContainText('pending')
    await approve(await enter('approver'), name)
    await open(page, grant)
    await expect(main(page)).toContainText('pending')
    const samira = await enter('samira')
    await approve(samira, name)
    await expect(async () => {
      await open(page, grant)
      await expect(main(page)).toContainText('active', { timeout: 1_000 })
    }).toPass()
    await expectAccessible(page)
  })
})

test('emergency access is there at once, in red on every page, and reviewed by somebody else', async ({
  page,
  enter,
}) => {
  test.slow()
  const amal = await enter('approver')
  await open(amal, '/break-glass')
  await expectAccessible(amal)
  await amal.getByRole('combobox', { name: 'On the system' }).click()
  await amal.getByRole('option', { name: /^prod-cluster-eu/ }).click()
  await amal.getByRole('checkbox', { name: 'deployment:update' }).check()
  await amal.getByLabel('What is the emergency?').fill('Checkout is down in a test of the browser.')
  await amal.getByLabel('Ticket of the incident').fill('INC-9001')
  await amal.getByRole('button', { name: /^Break the glass, 1 permission/ }).click()
  await amal.waitForURL(/\/grants\/grt_/)
  await open(page, '/systems')
  const banner = page.getByRole('complementary', { name: 'Emergency access' })
  await expect(banner).toContainText('Glass broken')
  await expect(banner).toContainText('INC-9001')
  await open(amal, '/reviews?state=open')
  await expect(main(amal).getByRole('listitem').filter({ hasText: 'INC-9001' })).not.toContainText('Close review')
  await open(page, '/reviews?state=open')
  await page.getByRole('listitem').filter({ hasText: 'INC-9001' }).getByRole('button', { name: 'Close review' }).click()
  await dialog(page).getByRole('textbox').fill('Looked at: one deployment.')
  await expectAccessible(page)
  await dialog(page)
    .getByRole('button', { name: /^Close review/ })
    .click()
  await expect(dialog(page)).toHaveCount(0)
  await open(page, '/reviews?state=closed')
  await expect(page.getByRole('listitem').filter({ hasText: 'INC-9001' })).toContainText('justified')
})

test.describe('who is acted for', () => {
  test.use({ role: 'manager' })

  test('sees it, and ends it in one click', async ({ page }) => {
    await open(page, '/me')
    await expect(main(page)).toContainText('digest-agent')
    await expectFitAndAccessible(page)
  })
})
