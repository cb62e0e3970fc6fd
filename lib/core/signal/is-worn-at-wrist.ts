import type { Recording } from './recording'

/** Sources whose acceleration was measured at the wrist, by the beginning of their name. */
const WRIST_SOURCES = ['Empatica', 'Capture-24', 'Fitbit', 'Apple Watch', 'Garmin', 'Wrist']

/** Whether a recording's acceleration comes from a wrist: its source is worn there, or it measures the skin, as wrist bands do. */
export function isWornAtWrist({ sourceName, series }: Recording): boolean {
  if (series.accX === undefined) return false
  return WRIST_SOURCES.some((source) => sourceName.startsWith(source)) || series.eda !== undefined || series.skinTemp !== undefined
}
