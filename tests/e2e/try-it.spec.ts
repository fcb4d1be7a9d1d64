import type { Page } from '@playwright/test'
import { expect, expectFitAndAccessible, open, test } from '../support/browser'

const decision = (page: Page) => page.getByRole('region', { name: 'What would be decided' })
const calls = (page: Page) => page.getByRole('region', { name: 'How a client asks for it' })

async function openTrial(page: Page, grant: string): Promise<void> {
  await open(page, `/grants?q=${encodeURIComponent(grant)}`)
  const href = await page.locator('[data-row-link]').first().getAttribute('href')
  await open(page, href ?? '')
  await page.getByRole('link', { name: 'Try it' }).click()
  await expect(page).toHaveURL(/\/try-it$/)
  await expect(decision(page)).toBeVisible()
}

test('a grant can be tried out: the checks, and the call that asks', async ({ page }) => {
  await openTrial(page, 'Answer support cases')
  await expect(decision(page)).toContainText('A session would be issued')
  await expect(decision(page)).toContainText('Permissions are granted')
  await expect(calls(page)).toContainText('grant_type=urn:ietf:params:oauth:grant-type:token-exchange')
  await expectFitAndAccessible(page)
})

test('what is outside a bound is refused with what would pass, and the address keeps what was tried', async ({
  page,
}) => {
  await openTrial(page, 'Answer support cases')
  await page.getByRole('checkbox', { name: 'case:read' }).check()
  await page.getByRole('spinbutton', { name: /^Lifetime/ }).fill('7200')
  await page.getByRole('button', { name: 'Run the checks' }).click()
  await expect(page).toHaveURL(/ttl=7200/)
  await expect(decision(page)).toContainText('Refused')
  await expect(decision(page)).toContainText('At most 3600 s; 7200 s were asked for.')
  await expect(calls(page)).toContainText('scope=case:read')
  await expect(calls(page)).toContainText('7200')
  await page.reload()
  await expect(page.getByRole('checkbox', { name: 'case:read' })).toBeChecked()
  await expect(decision(page)).toContainText('ttl-too-long')
  await page.getByRole('link', { name: 'Start over' }).click()
  await expect(decision(page)).toContainText('A session would be issued')
})

test('where a person approves each session, the second call is shown too', async ({ page }) => {
  await openTrial(page, 'Release by approval')
  await expect(decision(page)).toContainText('People would be asked, and could approve')
  await expect(calls(page)).toContainText('session_request=$SESSION_REQUEST')
})
