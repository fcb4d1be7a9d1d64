import AxeBuilder from '@axe-core/playwright'
import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { LOCAL_ACCOUNTS } from '../../lib/runtime/local-accounts'

export type Role = (typeof LOCAL_ACCOUNTS)[number]['role']
type State = Awaited<ReturnType<BrowserContext['storageState']>>
type SignedIn = (role: Role) => Promise<State>

export { expect }

/** Goes in through the local identity provider, as a person does. Ends on `/`. */
export async function signIn(page: Page, role: Role): Promise<void> {
  const account = LOCAL_ACCOUNTS.find((candidate) => candidate.role === role)
  if (!account) throw new Error(`no local account is a ${role}`)
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /^sign in/i }).click()
  await page.getByRole('button', { name: new RegExp(account.name) }).click()
  await page.waitForURL((url) => url.pathname === '/')
}

async function signInOnce(browser: Browser, baseURL: string | undefined, role: Role): Promise<State> {
  // Within a test a new context begins with what that test has: without this, signed in as somebody else.
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } })
  await signIn(await context.newPage(), role)
  const state = await context.storageState()
  await context.close()
  return state
}

/** What the page complained of: errors on the console, exceptions nobody caught, answers of 500 and above. */
function listenForComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message))
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} from ${response.url()}`)
  })
  return complaints
}

type Fixtures = { role: Role; expectsComplaints: boolean; quiet: undefined }

/**
 * Playwright's `test`, signed in as `role` (`test.use({ role: 'manager' })`; reviewer unless said). A page that complains
 * on its console fails the test, unless `test.use({ expectsComplaints: true })`.
 */
export const test = base.extend<Fixtures, { signedIn: SignedIn }>({
  role: ['reviewer', { option: true }],
  expectsComplaints: [false, { option: true }],
  signedIn: [
    async ({ browser }, use, { project }) => {
      const states = new Map<Role, State>()
      await use(async (role) => {
        const state = states.get(role) ?? (await signInOnce(browser, project.use.baseURL, role))
        states.set(role, state)
        return state
      })
    },
    { scope: 'worker' },
  ],
  storageState: async ({ role, signedIn }, use) => use(await signedIn(role)),
  quiet: [
    async ({ page, expectsComplaints }, use) => {
      const complaints = listenForComplaints(page)
      await use(undefined)
      if (!expectsComplaints) expect(complaints, 'the page complained').toEqual([])
    },
    { auto: true },
  ],
})

/** Opens a page of the product and waits until it shows what it was opened for. */
export async function open(page: Page, path: string): Promise<void> {
  const response = await page.goto(path)
  expect(response?.status(), `${path} answers`).toBe(200)
  await expectLoaded(page, path)
}

/** Waits until the page shows what it was opened for. */
export async function expectLoaded(page: Page, path: string): Promise<void> {
  // Not by role: beside an open drawer the page itself is hidden from those who hear it.
  await expect(page.locator('h1').first(), `${path} has a heading`).toBeVisible()
  await expect(page.locator('[aria-busy="true"]'), `${path} has loaded`).toHaveCount(0)
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** WCAG 2.2 AA as far as axe can tell, each violation as one line that names the element; the test goes on and fails. */
export async function expectAccessible(page: Page): Promise<void> {
  // Legacy: without a second page to gather the results of frames, of which the product has none.
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).setLegacyMode().analyze()
  const lines = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`))
  expect.soft(lines, `accessibility of ${page.url()}`).toEqual([])
}
