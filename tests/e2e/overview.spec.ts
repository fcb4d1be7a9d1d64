import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, open, test } from '../support/browser'

const numberOf = (words: string) => Number(words.replaceAll(',', '').match(/\d+/)?.[0])
const drawer = (page: Page) => page.getByRole('dialog')

test('a dot of the map opens its session', async ({ page }) => {
  await open(page, '/')
  const dot = page.locator('svg a[href^="/sessions/ses_"]').first()
  const href = await dot.getAttribute('href')
  const actor = (await dot.locator('title').textContent())?.split(/ for |:/)[0] ?? ''
  await dot.locator('circle').click()
  await page.waitForURL(`**${href}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(actor)
})

for (const [label, list] of [
  ['Live sessions', 'Delegated sessions'],
  ['Over their limit', 'Delegated sessions'],
  ['Open findings', 'Findings'],
] as const)
  test(`the number under “${label}” opens a list of as many rows`, async ({ page }) => {
    // A session may run out between the two pages; then both have the new number.
    await expect(async () => {
      await open(page, '/')
      const tile = page
        .getByRole('main')
        .getByRole('link', { name: new RegExp(`^${label}`) })
        .first()
      const told = numberOf((await tile.innerText()).replace(label, ''))
      await tile.click()
      await expect(page.getByRole('table', { name: list })).toBeVisible()
      const count = await page
        .getByText(/^[\d,]+ (of [\d,]+ )?rows?$/)
        .first()
        .innerText()
      expect(told).toBeGreaterThan(0)
      expect(numberOf(count)).toBe(told)
    }).toPass({ timeout: 60_000 })
  })

test('a finding opens beside the list, with its evidence, its activity and the way to its neighbours', async ({
  page,
}) => {
  await open(page, '/findings?detector=orphaned')
  const titles = page.getByRole('table', { name: 'Findings' }).locator('[data-row-link]')
  const hrefs = await titles.evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).search))
  const title = await titles.first().innerText()
  await titles.first().click()
  await expect(drawer(page)).toContainText(title)
  await expect(drawer(page).getByText(`1 of ${hrefs.length}`)).toBeVisible()
  await drawer(page).getByRole('link', { name: 'Next finding' }).click()
  await expect(page).toHaveURL((url) => url.search === hrefs[1])
  await drawer(page).getByRole('link', { name: 'Previous finding' }).click()
  await expect(page).toHaveURL((url) => url.search === hrefs[0])
  await drawer(page).getByRole('button', { name: 'Activity' }).click()
  await expect(drawer(page)).toContainText('Opened')
  await page.keyboard.press('Escape')
  await expect(drawer(page)).toBeHidden()
})

test('acknowledging a finding changes its status and is on record with its reason', async ({ page }) => {
  await open(page, '/findings?view=open')
  await page.getByRole('table', { name: 'Findings' }).locator('[data-row-link]').last().click()
  await drawer(page).getByRole('button', { name: 'Acknowledge' }).click()
  const reason = `Asked its owner, ${Date.now()}.`
  await page.getByRole('textbox', { name: /^Reason/ }).fill(reason)
  await page.getByRole('button', { name: /^Acknowledge 1/ }).click()
  await expect(page.getByText('Acknowledged 1 finding')).toBeVisible()
  await expect(drawer(page).getByText('acknowledged', { exact: true })).toBeVisible()
  await drawer(page).getByRole('button', { name: 'Activity' }).click()
  await expect(drawer(page).getByRole('listitem').filter({ hasText: reason })).toContainText('Acknowledged')
})

test.describe('a manager', () => {
  test.use({ role: 'manager' })

  test('prints the risk report on one page and takes it away as CSV', async ({ page }) => {
    await open(page, '/reports')
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'CSV' }).click()
    const csv = await readFile(await (await download).path(), 'utf8')
    expect(csv).toMatch(/^section,item,now,before,detail\r\n/)
    for (const section of ['exposure', 'open findings', 'top risk', 'ownership'])
      expect(csv, section).toContain(`\r\n${section},`)
  })
})
