import { expect, test } from '@playwright/test'

test('the product says that it is up', async ({ request }) => {
  const response = await request.get('/api/health')
  expect(response.status()).toBe(200)
})
