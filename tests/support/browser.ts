import AxeBuilder from '@axe-core/playwright'
import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { LOCAL_ACCOUNTS } from '../../lib/runtime/local-accounts'

/** Somebody by their role, or as one of several with it by their account. */
export type Who = (typeof LOCAL_ACCOUNTS)[number]['role'] | 'samira' | 'nils'
type State = Awaited<ReturnType<BrowserContext['storageState']>>
type SignedIn = (who: Who) => Promise<State>
type Enter = (who: Who) => Promise<Page>

export { expect }

/** Goes in through the local identity provider, as a person does. Ends on `/`. */
export async function signIn(page: Page, who: Who): Promise<void> {
  const account = LOCAL_ACCOUNTS.find(({ subject, role }) => subject === who || role === who)
  if (!account) throw new Error(`no local account is ${who}`)
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /^sign in/i }).click()
  await page.getByRole('button', { name: new RegExp(account.name) }).click()
  await page.waitForURL((url) => url.pathname === '/')
}

async function signInOnce(browser: Browser, baseURL: string | undefined, who: Who): Promise<State> {
  // Within a test a new context begins with what that test has: without this, signed in as somebody else.
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } })
  await signIn(await context.newPage(), who)
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

type Fixtures = { role: Who; enter: Enter; expectsComplaints: boolean; quiet: undefined }

/** Who decides on something critical must have signed in within five minutes. */
const SIGN_IN_LASTS_MS = 3 * 60_000

/**
 * Playwright's `test`, signed in as `role` (`test.use({ role: 'manager' })`; reviewer unless said). A page that complains
 * on its console fails the test, unless `test.use({ expectsComplaints: true })`. `enter` opens a page as somebody else,
 * who has signed in just now.
 */
export const test = base.extend<Fixtures, { signedIn: SignedIn }>({
  role: ['reviewer', { option: true }],
  expectsComplaints: [false, { option: true }],
  signedIn: [
    async ({ browser }, use, { project }) => {
      const states = new Map<Who, { state: State; at: number }>()
      await use(async (who) => {
        const known = states.get(who)
        if (known && Date.now() - known.at < SIGN_IN_LASTS_MS) return known.state
        const at = Date.now()
        const state = await signInOnce(browser, project.use.baseURL, who)
        states.set(who, { state, at })
        return state
      })
    },
    { scope: 'worker' },
  ],
  storageState: async ({ role, signedIn }, use) => use(await signedIn(role)),
  enter: async ({ browser, signedIn, contextOptions, viewport, colorScheme, baseURL }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (who) => {
      const options = { ...contextOptions, viewport, colorScheme, baseURL, storageState: await signedIn(who) }
      const context = await browser.newContext(options)
      contexts.push(context)
      return context.newPage()
    })
    for (const context of contexts) await context.close()
  },
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

/** A phone at night, for `test.use`: the other end of what the product is looked at on. Tests begin at a desk by day. */
export const PHONE = { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true } as const

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** WCAG 2.2 AA as far as axe can tell, each violation as one line that names the element; the test goes on and fails. */
export async function expectAccessible(page: Page): Promise<void> {
  const isLoaded = await page.evaluate(() => 'axe' in window)
  // Half a megabyte of script once a page; and only what is violated is described, not all that was looked at.
  const axe = new AxeBuilder(isLoaded ? { page, axeSource: ';' } : { page }).options({ resultTypes: ['violations'] })
  // Legacy: without a second page to gather the results of frames, of which the product has none.
  const { violations } = await axe.withTags(WCAG).setLegacyMode().analyze()
  const lines = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`))
  expect.soft(lines, `accessibility of ${page.url()}`).toEqual([])
}

/** Nothing is wider than the screen; the test goes on and fails. */
async function expectFit(page: Page): Promise<void> {
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  // Charts follow the width a moment later.
  await expect.soft
    .poll(overflow, { message: `pixels that stick out to the right of ${page.url()}` })
    .toBeLessThanOrEqual(0)
}

/**
 * The page fits its width and is accessible, at a desk by day and on a phone by night, in one load: what is shown is up to
 * CSS, and the product is not told what it is looked at on. Leaves the page as it was.
 */
export async function expectFitAndAccessible(page: Page): Promise<void> {
  const desk = page.viewportSize()
  await expectFit(page)
  await expectAccessible(page)
  await page.setViewportSize(PHONE.viewport)
  await page.emulateMedia({ colorScheme: PHONE.colorScheme })
  await expectFit(page)
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'light' })
  if (desk) await page.setViewportSize(desk)
}
