/** Unix time is counted in different units; they lie a thousand times apart, and the years 2001 to 2100 span a factor of five. */
export type EpochUnit = { readonly name: 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds'; readonly perMs: number }

const epochUnits: readonly EpochUnit[] = [
  { name: 'seconds', perMs: 1e-3 },
  { name: 'milliseconds', perMs: 1 },
  { name: 'microseconds', perMs: 1e3 },
  { name: 'nanoseconds', perMs: 1e6 },
]

/** September 2001: before it no device wrote any of these files, and smaller numbers are times since a start. */
const earliestMs = 1e12
/** The year 2100. */
const latestMs = 4.1e12

/** The unit in which this number is a time between 2001 and 2100; undefined where it is none. */
export function inferEpochUnit(time: number): EpochUnit | undefined {
  return epochUnits.find((unit) => isPlausibleEpochMs(time / unit.perMs))
}

/** Whether this is a time between 2001 and 2100. */
export function isPlausibleEpochMs(timeMs: number): boolean {
  return timeMs >= earliestMs && timeMs <= latestMs
}

/** How many of a unit are a millisecond. */
export function perMsOfUnit(name: EpochUnit['name']): number {
  return epochUnits.find((unit) => unit.name === name)?.perMs ?? 1
}
