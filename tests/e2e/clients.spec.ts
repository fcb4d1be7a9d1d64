import type { Page } from '@playwright/test'
import { expect, expectAccessible, expectFitAndAccessible, open, PHONE, test } from '../support/browser'

const clients = (page: Page) => page.getByRole('region', { name: 'Clients', exact: true })
const dialog = (page: Page) => page.getByRole('dialog')

/** Opens the page of an identity by its name. */
async function openIdentity(page: Page, name: string): Promise<void> {
  await open(page, `/identities?q=${name}`)
  const href = await page.getByRole('link', { name, exact: true }).first().getAttribute('href')
  await open(page, href ?? '')
}

test.describe('an admin', () => {
  test.use({ role: 'admin' })

  test('makes a client whose secret is shown once, rotates it and disables it', async ({ page }) => {
    const name = `nightly ${Date.now()}`
    await openIdentity(page, 'warehouse-loader')
    await clients(page).getByRole('button', { name: 'New client' }).click()
    await dialog(page).getByLabel('Name', { exact: true }).fill(name)
    await dialog(page).getByLabel('May ask for at most').fill('table:read')
    await expectAccessible(page)
    await dialog(page)
      .getByRole('button', { name: /^Make the client/ })
      .click()

    await expect(dialog(page)).toContainText('Shown this once')
    const told = await dialog(page).locator('code').allTextContents()
    const secret = told.find((text) => /^[\w-]{43}$/.test(text)) ?? ''
    expect(secret).not.toBe('')
    expect(told.filter((text) => text.startsWith('curl') && text.includes(secret))).toHaveLength(2)
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toContainText('Not copied yet')
    await dialog(page).getByRole('button', { name: 'Done' }).click()
    await expect(dialog(page)).toHaveCount(0)

    const row = clients(page).getByRole('listitem').filter({ hasText: name })
    await expect(row).toContainText(`…${secret.slice(-4)}`)
    await page.reload()
    await expect(row).toContainText('active')
    expect(await page.content()).not.toContain(secret)

    await row.getByRole('button', { name: 'Rotate secret' }).click()
    await dialog(page)
      .getByRole('button', { name: /^Add a secret/ })
      .click()
    await expect(dialog(page)).toContainText('Shown this once')
    await dialog(page).getByRole('button', { name: 'Copy the secret' }).click()
    await dialog(page).getByRole('button', { name: 'Done' }).click()
    await expect(row.getByRole('button', { name: /^Revoke secret/ })).toHaveCount(2)

    await row.getByRole('button', { name: /^More for/ }).click()
    await page.getByRole('menuitem', { name: 'Disable' }).click()
    await dialog(page)
      .getByRole('button', { name: /^Disable/ })
      .click()
    await expect(row).toContainText('disabled')
    await row.getByRole('button', { name: 'Enable' }).click()
    await expect(row).toContainText('active')
  })

  test('lets in the workflows of one repository, and not of a whole organisation', async ({ page }) => {
    const issuer = `https://ci-${Date.now()}.ghe.example.com/_services/token`
    await open(page, '/connections')
    await page.getByRole('button', { name: 'Trust an issuer' }).click()
    await dialog(page).getByLabel('Issuer').fill('http://ci.example.com')
    await dialog(page).getByLabel('Name', { exact: true }).fill(issuer)
    await dialog(page)
      .getByRole('button', { name: /^Trust it/ })
      .click()
    await expect(dialog(page)).toContainText('must begin with https://')
    await dialog(page).getByLabel('Issuer').fill(issuer)
    await dialog(page)
      .getByRole('button', { name: /^Trust it/ })
      .click()
    await expect(dialog(page)).toHaveCount(0)
    await expect(page.getByRole('region', { name: 'Trusted issuers' })).toContainText(issuer)

    await openIdentity(page, 'deploy-pipeline')
    const row = clients(page).getByRole('listitem').filter({ hasText: 'Release workflow' })
    await row.getByRole('button', { name: /^More for/ }).click()
    await page.getByRole('menuitem', { name: 'Add federation' }).click()
    await dialog(page).getByRole('combobox', { name: 'Issuer' }).click()
    await page.getByRole('option', { name: issuer }).click()
    const conditions = dialog(page).getByLabel(/^Conditions/)
    await conditions.fill('sub=repo:meridian/*')
    await dialog(page)
      .getByRole('button', { name: /^Add federation/ })
      .click()
    await expect(dialog(page)).toContainText('a whole organisation')
    await conditions.fill('sub=repo:meridian/shop:environment:production')
    await dialog(page)
      .getByRole('button', { name: /^Add federation/ })
      .click()
    await expect(dialog(page)).toHaveCount(0)
    await expect(row).toContainText('sub = repo:meridian/shop:environment:production')
  })
})

test('a reviewer sees the clients and whose they are, and manages none', async ({ page }) => {
  test.slow()
  await openIdentity(page, 'ticketing-gateway')
  await expect(clients(page)).toContainText('Ticketing gateway')
  await expect(clients(page)).toContainText('older than 180 d')
  await expect(clients(page)).toContainText('Admins manage clients')
  await expect(clients(page).getByRole('button', { name: /^(New|Rotate|Revoke|More)/ })).toHaveCount(0)
  await expectFitAndAccessible(page)
  await clients(page).getByRole('link', { name: 'ticketing' }).click()
  await expect(page.getByRole('region', { name: 'Checked by' })).toContainText('Ticketing gateway')
  await expectFitAndAccessible(page)
  await open(page, '/connections')
  await expect(page.getByRole('region', { name: 'Trusted issuers' })).toContainText('GitHub Actions')
  await expect(page.getByRole('button', { name: 'Trust an issuer' })).toHaveCount(0)
  await expectFitAndAccessible(page)
})

for (const [device, screen] of Object.entries({ 'at a desk': {}, 'on a phone': PHONE }))
  test.describe(device, () => {
    test.use(screen)

    test('a reviewer suspends an identity and resumes it', async ({ page }) => {
      await openIdentity(page, 'ticketing-gateway')
      await page.getByRole('button', { name: 'Suspend', exact: true }).click()
      await expect(dialog(page)).toContainText('answered as not active from the next check on')
      await expectAccessible(page)
      await dialog(page)
        .getByRole('button', { name: /^Suspend/ })
        .click()
      await expect(page.getByRole('main').getByText('suspended', { exact: true }).first()).toBeVisible()
      await page.getByRole('button', { name: 'Resume', exact: true }).click()
      await expect(page.getByRole('button', { name: 'Suspend', exact: true })).toBeVisible()
    })
  })
