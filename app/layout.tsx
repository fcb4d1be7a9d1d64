import './globals.css'
import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import { cookies } from 'next/headers'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { TimeTip } from '@/components/ui/time-tip'
import { Toaster } from '@/components/ui/toaster'

const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  variable: '--font-inter',
  adjustFontFallback: false,
})
const interExtended = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2',
  weight: '100 900',
  variable: '--font-inter-ext',
  preload: false,
  adjustFontFallback: false,
})
const jetbrainsMono = localFont({
  src: '../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  weight: '100 800',
  variable: '--font-jetbrains',
  adjustFontFallback: false,
})
const fonts = `${inter.variable} ${interExtended.variable} ${jetbrainsMono.variable}`

export const metadata: Metadata = {
  title: { default: 'Remit', template: '%s · Remit' },
  description: 'Know who acts for whom, how far, for how long, and end it in one click.',
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

/** The document: fonts, theme and what floats above every page. The theme is a cookie, so the first paint is right. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get('theme')?.value
  return (
    <html lang="en" data-theme={theme === 'light' || theme === 'dark' ? theme : 'system'} className={fonts}>
      <body>
        <NuqsAdapter>{children}</NuqsAdapter>
        <TimeTip />
        <Toaster />
      </body>
    </html>
  )
}
