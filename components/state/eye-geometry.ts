/** The field that the tuning eye is drawn on, in SVG units. */
export const eyeField = { size: 320, middle: 160, ring: 104, longestBar: 42, pupil: 50 } as const

/** A component of this size or more gets the longest bar; of 128 components of a unit vector most lie below 0.2. */
const FULL_BAR_AT = 0.24

const at = (angle: number, radius: number): string =>
  `${(eyeField.middle + radius * Math.sin(angle)).toFixed(1)} ${(eyeField.middle - radius * Math.cos(angle)).toFixed(1)}`

/** The bars of a vector around the ring, as SVG paths: above zero they point outwards, below zero inwards. */
export function eyeBars(vector: ArrayLike<number>): { readonly outward: string; readonly inward: string } {
  let outward = ''
  let inward = ''
  for (let index = 0; index < vector.length; index += 1) {
    const value = vector[index] ?? 0
    const angle = ((index + 0.5) / vector.length) * 2 * Math.PI
    const length = Math.max(-1, Math.min(1, value / FULL_BAR_AT)) * eyeField.longestBar
    const bar = `M${at(angle, eyeField.ring)}L${at(angle, eyeField.ring + length)}`
    if (value >= 0) outward += bar
    else inward += bar
  }
  return { outward, inward }
}

/** How wide the dark fan of the eye stands open with nothing to go by, in radians. */
const WIDEST_FAN = (2 / 3) * Math.PI

/** The dark fan in the pupil: wide open when nothing is sure, closed when everything is. */
export function eyeFan(confidence: number): string {
  const half = (WIDEST_FAN * (1 - confidence)) / 2
  const radius = eyeField.pupil
  return `M${at(Math.PI, 0)}L${at(Math.PI - half, radius)}A${radius} ${radius} 0 0 1 ${at(Math.PI + half, radius)}Z`
}
