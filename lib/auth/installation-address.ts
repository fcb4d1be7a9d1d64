import { mailEnv, settings } from '@/lib/env'

/** Remit's own address, an origin: what other systems are told to call. */
export function installationAddress(): string {
  return settings().REMIT_URL
}

/** Whether no mail server is set, so that mail stays in Remit and is read there. */
export function isMailKept(): boolean {
  return mailEnv() === null
}
