import type { Goal } from '@/lib/core/state/user-state'

const goalNames: Readonly<Record<Goal, string>> = {
  match: 'As you are',
  lift: 'A lift',
  calm: 'To calm',
  focus: 'Into focus',
  hold: 'Energy held',
  energise: 'More energy',
}

/** A playlist's name, from its goal where that is known. */
export function playlistName(goal: Goal | undefined): string {
  return goal === undefined ? 'Playlist' : goalNames[goal]
}

/** The file name of an export: 'attune-to-calm-2026-11-23.csv'. */
export function exportFileName(name: string, createdAtMs: number, extension: string): string {
  const day = new Date(createdAtMs).toISOString().slice(0, 'yyyy-mm-dd'.length)
  return `attune-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${day}.${extension}`
}
