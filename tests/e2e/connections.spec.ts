import type { Page } from '@playwright/test'
import { expect, open, test } from '../support/browser'
import { roleChainTrail } from '../support/role-chain-trail'

test.use({ role: 'admin' })

/** Drops a file on the page's drop zone, as a pointer does. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    (file) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([file.content], file.name))
      return transfer
    },
    { name, content },
  )
  const zone = page.getByText('Drop files here')
  await zone.dispatchEvent('dragover', { dataTransfer })
  await zone.dispatchEvent('drop', { dataTransfer })
}

/** What the page says came of the file that was sent last. */
const resultOf = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Bring CloudTrail records' }).getByRole('listitem').filter({ hasText: name }).first()

test('a CloudTrail file that is dropped becomes sessions, and adds nothing when it comes again', async ({ page }) => {
  const name = `dropped-${Date.now()}`
  const trail = roleChainTrail({ name, now: new Date() })
  await open(page, '/connections')
  await drop(page, `${name}.json`, trail)
  const result = resultOf(page, `${name}.json`)
  await expect(result).toContainText('3 records')
  await expect(result).toContainText('2 new sessions')
  await expect(result).toContainText('done')

  await open(page, `/sessions?source=aws-cloudtrail&q=${name}`)
  await expect(page.getByRole('table', { name: 'Delegated sessions' }).locator('tbody tr')).toHaveCount(2)

  await open(page, '/connections')
  await expect(page.getByRole('region', { name: 'Ingest runs' }).getByRole('listitem').first()).toContainText(
    '3 records',
  )
  await drop(page, `${name}.json`, trail)
  await expect(result).toContainText(/nothing new/i)
  await open(page, `/sessions?source=aws-cloudtrail&q=${name}`)
  await expect(page.getByRole('table', { name: 'Delegated sessions' }).locator('tbody tr')).toHaveCount(2)
})

test('a file that is no CloudTrail is refused whole, and the page says why', async ({ page }) => {
  await open(page, '/connections')
  await drop(page, 'people.csv', 'name,role\nAda,admin\nRosa,reviewer\n')
  const result = resultOf(page, 'people.csv')
  await expect(result).toContainText('refused')
  await expect(result).toContainText(/people\.csv.*CloudTrail/)
})
