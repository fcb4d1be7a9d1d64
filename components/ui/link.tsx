'use client'
import NextLink from 'next/link'
import { type ComponentProps, useState } from 'react'

/**
 * A link to another page, asked for ahead once it is pointed at or has focus, and not for standing in view: a list would ask
 * the server for a hundred pages of which one is opened.
 */
export function Link({ onMouseEnter, onFocus, ...rest }: Omit<ComponentProps<typeof NextLink>, 'prefetch'>) {
  const [isNear, setNear] = useState(false)
  return (
    <NextLink
      {...rest}
      prefetch={isNear ? null : false}
      onMouseEnter={(event) => {
        setNear(true)
        onMouseEnter?.(event)
      }}
      onFocus={(event) => {
        setNear(true)
        onFocus?.(event)
      }}
    />
  )
}
