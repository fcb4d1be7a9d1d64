import { notFound } from 'next/navigation'
import { DomainError } from '@/lib/domain/error'

/** What an object's page reads: an object there is none of, or not for the reader, is the page that says so. */
export async function orNotFound<T>(read: Promise<T>): Promise<T> {
  try {
    return await read
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') notFound()
    throw error
  }
}
