/** Where else one is signed in. */
import { signal } from '@preact/signals'
import type { Session } from '../../shared/user.ts'
import { type ApiFault, api } from '../api.ts'

export function createSessions() {
  const sessions = signal<readonly Session[] | null>(null)
  const fault = signal<ApiFault | null>(null)

  async function load(): Promise<void> {
    const answer = await api.sessions()
    if (answer.ok) sessions.value = answer.value.data
    fault.value = answer.ok ? null : answer.fault
  }

  /** Signs another device out. It leaves the list at once, and comes back if the server says no. */
  async function revoke(id: string): Promise<ApiFault | null> {
    const before = sessions.peek()
    sessions.value = before?.filter((session) => session.id !== id) ?? null
    const answer = await api.revoke(id)
    if (answer.ok) return null
    sessions.value = before
    return answer.fault
  }

  async function revokeOthers(): Promise<ApiFault | null> {
    const before = sessions.peek()
    sessions.value = before?.filter((session) => session.current) ?? null
    const answer = await api.revokeOthers()
    if (answer.ok) return null
    sessions.value = before
    return answer.fault
  }

  return { sessions, fault, load, revoke, revokeOthers }
}
