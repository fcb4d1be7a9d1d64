import type { RequestForm } from '@/lib/domain/request-form'

/** What each part of the form is given: the form, and how to change some of it. */
export type FormPart = { form: RequestForm; set: (change: Partial<RequestForm>) => void }
