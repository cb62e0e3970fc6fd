'use client'

import { useSyncExternalStore } from 'react'

import { MoonIcon, SunIcon, SystemThemeIcon } from '@/components/ui/icons'

import styles from './shell.module.css'
import { themeStorageKey } from './theme-script'

const choices = ['system', 'light', 'dark'] as const
type Choice = (typeof choices)[number]

const icons = { system: SystemThemeIcon, light: SunIcon, dark: MoonIcon }

const readChoice = (): Choice => {
  try {
    const stored = localStorage.getItem(themeStorageKey)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}

const subscribe = (onChange: () => void) => {
  window.addEventListener('storage', onChange)
  return () => window.removeEventListener('storage', onChange)
}

const choose = (choice: Choice) => {
  try {
    if (choice === 'system') localStorage.removeItem(themeStorageKey)
    else localStorage.setItem(themeStorageKey, choice)
  } catch {
    // Storage may be forbidden; the theme then follows the system.
  }
  // The script in the document's head listens to this event and applies the choice, here as in the other tabs.
  window.dispatchEvent(new StorageEvent('storage', { key: themeStorageKey }))
}

/** Goes round: as the system has it, light, dark. */
export const ThemeToggle = () => {
  const choice = useSyncExternalStore(subscribe, readChoice, () => 'system' as const)
  const next = choices[(choices.indexOf(choice) + 1) % choices.length] ?? 'system'
  const Icon = icons[choice]
  return (
    <button type="button" className={styles.themeToggle} onClick={() => choose(next)} title={`Theme: ${choice}`}>
      <Icon />
      <span className="visually-hidden">{`Theme: ${choice}. Change to ${next}`}</span>
    </button>
  )
}
