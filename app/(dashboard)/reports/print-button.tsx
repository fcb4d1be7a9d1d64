'use client'
import { Printer } from 'lucide-react'
import { Button } from '@/components/ui/button'

/** Prints the page. */
export function PrintButton() {
  return (
    <Button variant="ink" icon={<Printer aria-hidden="true" />} onClick={() => window.print()}>
      Print
    </Button>
  )
}
