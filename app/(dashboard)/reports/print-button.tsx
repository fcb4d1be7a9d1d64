'use client'
import { Printer } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from '@/components/ui/button'

/** Prints the page. Paper is white: while it prints, the light theme holds, whichever way printing was begun. */
export function PrintButton() {
  useEffect(() => {
    const root = document.documentElement
    let theme = root.dataset.theme
    const before = () => {
      theme = root.dataset.theme
      root.dataset.theme = 'light'
    }
    const after = () => {
      root.dataset.theme = theme
    }
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    return () => {
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
    }
  }, [])
  return (
    <Button variant="ink" icon={<Printer aria-hidden="true" />} onClick={() => window.print()}>
      Print
    </Button>
  )
}
