import type { Page, Request } from '@playwright/test'
import { expect, open, test } from '../support/browser'
import { roleChainTrail } from '../support/role-chain-trail'

const rowsOf = (page: Page) => page.getByRole('table', { name: 'Delegated sessions' }).locator('tbody tr')
const dialog = (page: Page) => page.getByRole('dialog')

/** The first click: Revoke on the row. The second is Confirm. */
async function askToRevoke(page: Page, row = rowsOf(page).first()): Promise<string> {
  const href = await row.locator('[data-row-link]').getAttribute('href')
  await row.hover()
  await row.getByRole('button', { name: 'Revoke' }).click()
  await expect(dialog(page).getByRole('button', { name: /^Confirm, revoke \d+/ })).toBeEnabled()
  return href?.split('/').at(-1) ?? ''
}

test('two clicks on a row end a session with its children at once, with a receipt and one audit event', async ({
  page,
}) => {
  await open(page, '/sessions?q=entitlement-sync&sort=-issued')
  const id = await askToRevoke(page)
  await expect(dialog(page)).toContainText(/Revoke 1 session and \d+ child(ren)?/)
  const falls = dialog(page).getByRole('region').or(dialog(page)).filter({ hasText: 'What falls' }).first()
  await expect(falls).toContainText('entitlement-sync')
  await expect(falls).toContainText('directory-writer')
  await expect(dialog(page)).toContainText(/Ends \d+ sessions that Remit issued, in one transaction/)
  const reason = `Directory frozen, ${Date.now()}.`
  await dialog(page)
    .getByRole('textbox', { name: /^Reason/ })
    .fill(reason)
  await dialog(page)
    .getByRole('button', { name: /^Confirm/ })
    .click()
  await expect(page.getByText(/^Revoked \d+ sessions$/)).toBeVisible()

  await open(page, '/sessions?view=all&q=entitlement-sync&status=revoked&sort=-issued')
  await expect(rowsOf(page).filter({ has: page.locator(`a[href="/sessions/${id}"]`) })).toContainText('revoked')
  await open(page, `/sessions/${id}`)
  const receipt = page.getByRole('region', { name: 'Revocation receipt' })
  await expect(receipt).toContainText(reason)
  await expect(receipt).toContainText('all confirmed')
  await open(page, `/audit?subject=${id}&action=session.revoked`)
  await expect(page.getByRole('table', { name: 'Audit events' }).locator('tbody tr')).toHaveCount(1)
  await expect(page.getByRole('table', { name: 'Audit events' })).toContainText(reason)
})

test('what AWS issued is revoking until it runs out, and nowhere said to have ended', async ({ page, baseURL }) => {
  const name = `recalled-${Date.now()}`
  const sent = await page.request.post(`/api/ingest/aws-cloudtrail?name=${name}.json`, {
    data: Buffer.from(roleChainTrail({ name, now: new Date() })),
    headers: { 'content-type': 'application/octet-stream', origin: baseURL ?? '' },
  })
  expect(sent.status()).toBe(200)
  await open(page, `/sessions?source=aws-cloudtrail&q=${name}-outer`)
  const outer = rowsOf(page).filter({ hasText: new RegExp(`${name}\\s+for\\s+${name}-outer`) })
  const id = await askToRevoke(page, outer)
  await expect(dialog(page)).toContainText('Revoke 1 session and 1 child')
  await expect(dialog(page)).toContainText(/may still work until \d/i)
  await expect(dialog(page)).toContainText(/End now\s*0/)
  await dialog(page)
    .getByRole('button', { name: /^Confirm/ })
    .click()
  await expect(page.getByText('2 revoking')).toBeVisible()

  await open(page, `/sessions/${id}`)
  await expect(page.getByRole('main').getByText('revoking', { exact: true }).first()).toBeVisible()
  const receipt = page.getByRole('region', { name: 'Revocation receipt' })
  // The worker finds out, in a job of its own, that no connector can end it.
  await expect(async () => {
    await page.reload()
    await expect(receipt).toContainText('cannot be told', { timeout: 2_000 })
  }).toPass({ timeout: 30_000 })
  await expect(receipt).toContainText(/by \d/)
  await expect(page.getByRole('button', { name: 'Revoke' })).toHaveCount(0)
})

test.describe('a manager', () => {
  test.use({ role: 'manager' })

  test('has no Revoke, and an order sent past the page is refused and changes nothing', async ({
    page,
    browser,
    baseURL,
    signedIn,
  }) => {
    await open(page, '/sessions?q=image-builder')
    const live = await rowsOf(page).count()
    expect(live).toBeGreaterThan(0)
    await rowsOf(page).first().hover()
    await expect(page.getByRole('button', { name: 'Revoke' })).toHaveCount(0)

    const reviewer = await browser.newContext({ baseURL, storageState: await signedIn('reviewer') })
    const order = await interceptOrder(await reviewer.newPage())
    await reviewer.close()
    const answer = await page.request.post('/sessions', {
      data: order.postDataBuffer() ?? Buffer.of(),
      headers: {
        'next-action': order.headers()['next-action'] ?? '',
        'content-type': order.headers()['content-type'] ?? '',
        accept: 'text/x-component',
        origin: baseURL ?? '',
      },
    })
    expect(await answer.text()).toContain('"code":"forbidden"')
    await page.reload()
    await expect(rowsOf(page)).toHaveCount(live)
  })
})

/** The request that a reviewer's Confirm would send for the first session of image-builder; it never leaves the browser. */
async function interceptOrder(page: Page): Promise<Request> {
  await open(page, '/sessions?q=image-builder')
  await askToRevoke(page)
  await page.route(
    (url) => url.pathname === '/sessions',
    (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()),
  )
  const order = page.waitForRequest((request) => request.method() === 'POST')
  await dialog(page)
    .getByRole('button', { name: /^Confirm/ })
    .click()
  return order
}
