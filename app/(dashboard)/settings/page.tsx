import { redirect } from 'next/navigation'

/** Settings begin with who is here. */
export default function SettingsPage() {
  redirect('/settings/members')
}
