import { expect, expectAccessible, open, test } from '../support/browser'

/** How light the page is, 0–255. */
const lightness = () => {
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) ?? []).map(
    Number,
  )
  const isShare = getComputedStyle(document.body).backgroundColor.startsWith('color(')
  return ((red + green + blue) / 3) * (isShare ? 255 : 1)
}

for (const path of ['/', '/sessions', '/findings'])
  test(`${path} is light by day, dark by night and accessible in the dark`, async ({ page }) => {
    await open(page, path)
    expect(await page.evaluate(lightness)).toBeGreaterThan(200)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(() => page.evaluate(lightness)).toBeLessThan(60)
    await expectAccessible(page)
  })

test('a theme that is chosen holds on the next page, whatever the system says', async ({ page }) => {
  await open(page, '/')
  await page.getByRole('button', { name: 'Light or dark' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click()
  await expect.poll(() => page.evaluate(lightness)).toBeLessThan(60)
  await open(page, '/systems')
  expect(await page.evaluate(lightness)).toBeLessThan(60)
})
