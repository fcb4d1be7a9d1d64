import { expect, open, test } from '../support/browser'

test('a view that is saved brings the list back, one grant revokes with another in one dialog, and the view goes again', async ({
  page,
}) => {
  const name = `Of Nora ${Date.now()}`
  const rows = page.getByRole('table', { name: 'Grants' }).locator('tbody tr')
  const views = (label: string) => page.getByRole('button', { name: label, exact: true })
  await open(page, '/grants?view=all&q=nora&sort=-breadth')
  await views('Views').click()
  await page.getByRole('menuitem', { name: 'Save this view…' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(name)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(`Saved ${name}`)).toBeVisible()
  await expect(views(name)).toBeVisible()

  await open(page, '/grants')
  await views('Views').click()
  await page.getByRole('menuitem', { name }).click()
  await expect(page).toHaveURL(/q=nora/)
  const chosen = ['Refund small amounts', 'Score card payments'] as const
  for (const grant of chosen)
    await rows
      .filter({ hasText: grant })
      .getByRole('checkbox', { name: new RegExp(`^Select ${grant}`) })
      .check()
  await page.getByRole('button', { name: 'Revoke 2 of 2' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(/Revoke 2 grants/)
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill(name)
  await dialog.getByRole('button', { name: /^Confirm, revoke/ }).click()
  await expect(dialog).toBeHidden()
  for (const grant of chosen) await expect(rows.filter({ hasText: grant })).toContainText('revoked')
  await open(page, `/audit?action=grant.revoked&q=${encodeURIComponent(name)}`)
  await expect(page.getByRole('table', { name: 'Audit events' }).locator('tbody tr')).toHaveCount(2)

  await open(page, '/grants?view=all&q=nora&sort=-breadth')
  await views(name).click()
  await page.getByRole('menuitem', { name: `Delete ${name}` }).click()
  await expect(views('Views')).toBeVisible()
})
