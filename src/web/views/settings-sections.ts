/** The sections of the settings, for their dialog and for the palette. */
import { ChartColumn, Info, Keyboard, KeyRound, MonitorSmartphone, SlidersHorizontal, User } from 'lucide'
import type { Key } from '../i18n/index.ts'

export const SECTIONS = [
  { id: 'general', label: 'settings.general', icon: SlidersHorizontal },
  { id: 'account', label: 'settings.account', icon: User },
  { id: 'sessions', label: 'settings.sessions', icon: MonitorSmartphone },
  { id: 'keys', label: 'settings.keys', icon: KeyRound },
  { id: 'usage', label: 'settings.usage', icon: ChartColumn },
  { id: 'keyboard', label: 'settings.shortcuts', icon: Keyboard },
  { id: 'about', label: 'settings.about', icon: Info },
] as const satisfies readonly { id: string; label: Key; icon: unknown }[]

export type SectionId = (typeof SECTIONS)[number]['id']
