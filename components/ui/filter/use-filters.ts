'use client'
import { parseAsString, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import type { FilterField } from './field'

/** The filters of a list, kept in the URL so that the server reads them; every change starts paging again. */
export function useFilters(fields: FilterField[]) {
  const parsers = useMemo(
    () =>
      Object.fromEntries(
        [...fields.map((field) => field.key), 'q', 'after', 'before'].map((key) => [key, parseAsString]),
      ),
    [fields],
  )
  const [values, setValues] = useQueryStates(parsers, { shallow: false, history: 'push' })
  const set = (key: string, value: string | null) => void setValues({ [key]: value, after: null, before: null })
  const clear = () => void setValues(null)
  return { values, set, clear, held: fields.filter((field) => values[field.key]) }
}
