const MS_PER_SECOND = 1000

/** A song's length as players show it: '3:05'. */
export function durationWords(durationMs: number): string {
  const seconds = Math.round(durationMs / MS_PER_SECOND)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** The length of a playlist: '1 h 32 min', '48 min'. */
export function totalWords(durationMs: number): string {
  const minutes = Math.round(durationMs / MS_PER_SECOND / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
