import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, open, test } from '../support/browser'

const table = (page: Page) => page.getByRole('table', { name: 'Delegated sessions' })
const rows = (page: Page) => table(page).locator('tbody tr')
const links = (page: Page) => rows(page).locator('[data-row-link]')
const hrefs = (page: Page) => links(page).evaluateAll((found) => found.map((link) => link.getAttribute('href')))
/** Nothing that another test adds lives for longer than an hour, so that what is counted of these stays as it is. */
const LONG = 'view=all&lifetimeMin=3601'
const count = (page: Page) => page.getByText(/^(over )?[\d,]+ (of [\d,]+ )?rows?$/)

test('a filter, an order and a choice of columns live in the address and survive a reload', async ({ page }) => {
  await open(page, `/sessions?${LONG}`)
  const before = await count(page).innerText()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Tier' }).click()
  await page.getByRole('checkbox', { name: '1', exact: true }).click()
  await expect(page).toHaveURL(/tier=1/)
  await expect(count(page)).not.toHaveText(before)
  const filtered = await count(page).innerText()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Lifetime' }).click()
  await expect(page).toHaveURL(/sort=-lifetime/)
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Grant' }).click()
  await expect(page).toHaveURL(/cols=/)
  await page.reload()
  await expect(count(page)).toHaveText(filtered)
  await expect(page.getByRole('button', { name: 'Remove filter Tier' })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Lifetime' })).toHaveAttribute('aria-sort', 'descending')
  await expect(page.getByRole('columnheader', { name: 'Grant' })).toBeVisible()
  await page.getByRole('button', { name: 'Remove filter Tier' }).click()
  await expect(page).not.toHaveURL(/tier=/)
  await expect(count(page)).toHaveText(before)
})

test('a click on the head of a column orders by it, and another turns the order round', async ({ page }) => {
  const breadths = async () => {
    const cells = await rows(page).locator('td:nth-child(3)').allInnerTexts()
    return cells.map((cell) => Number.parseInt(cell, 10)).filter((value) => !Number.isNaN(value))
  }
  await open(page, '/sessions?view=all&sort=-breadth')
  const falling = await breadths()
  expect(falling.length).toBeGreaterThan(10)
  expect(falling).toEqual(falling.toSorted((a, b) => b - a))
  await page.getByRole('link', { name: 'Breadth' }).click()
  await expect(page.getByRole('columnheader', { name: 'Breadth' })).toHaveAttribute('aria-sort', 'ascending')
  const rising = await breadths()
  expect(rising).toEqual(rising.toSorted((a, b) => a - b))
})

test('the pages of a list hold every row, none of them twice, and the CSV has the same', async ({ page }) => {
  await open(page, `/sessions?${LONG}&sort=-unused&limit=30`)
  const total = Number((await count(page).innerText()).replaceAll(/\D/g, ''))
  const seen: (string | null)[] = await hrefs(page)
  while (await page.getByRole('link', { name: 'Next' }).isVisible()) {
    const first = seen.at(-1)
    await page.getByRole('link', { name: 'Next' }).click()
    await expect(page.locator(`a[data-row-link][href="${first}"]`)).toHaveCount(0)
    seen.push(...(await hrefs(page)))
  }
  expect(seen.length, 'the demo has more than one page').toBeGreaterThan(60)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toHaveLength(total)

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines[0]).toMatch(/^id,actor,.*,status,/)
  expect(lines.slice(1).map((line) => `/sessions/${line.split(',', 1)}`)).toEqual(seen)
})

test('a list is worked by keyboard alone: find, move, select, clear and open', async ({ page }) => {
  await open(page, '/sessions?view=all')
  // Keys are heard once the page has come alive.
  await expect(async () => {
    await page.keyboard.press('/')
    await expect(page.getByRole('searchbox', { name: 'Find in list' })).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.type('warehouse-loader')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/q=warehouse-loader/)
  await expect(rows(page).filter({ hasNotText: 'warehouse-loader' })).toHaveCount(0)

  await page.keyboard.press('Escape')
  await table(page).getByRole('checkbox').first().focus()
  await page.keyboard.press('j')
  await expect(links(page).first()).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(links(page).nth(1)).toBeFocused()
  await page.keyboard.press('k')
  await expect(links(page).first()).toBeFocused()
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('toolbar', { name: 'Actions on the selection' })).toContainText('2 selected')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('toolbar', { name: 'Actions on the selection' })).toBeHidden()
  const href = await links(page).nth(1).getAttribute('href')
  await expect(links(page).nth(1)).toBeFocused()
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${href}`)
})

test('a filter that nothing matches says so and offers the way back', async ({ page }) => {
  await open(page, '/sessions?view=all&q=nobody-is-called-so')
  await page.getByRole('button', { name: /^Clear 1 filter/ }).click()
  await expect(rows(page).first()).toBeVisible()
})
