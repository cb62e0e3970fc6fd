import { eyeBars, eyeFan, eyeField } from '@/components/state/eye-geometry'
import { coverLimitBytes } from '@/lib/contracts/save-api'
import type { Song } from '@/lib/core/songs/song'

/** Spotify shows covers at 640 pixels at the most. */
const SIZE_PX = 640
/** The eye is a little larger than the square is wide, so that no part of the cover is bare. */
const EYE_SHARE = 0.86
const EYE_TOP_PX = -4
const TITLE_PX = 46
const MARGIN_PX = 40
const BEST_QUALITY = 0.92
const QUALITY_STEP = 0.08

/** What a cover shows. */
export type CoverParts = {
  readonly title: string
  /** One bar a number, -1..1 and mostly below 0.24: the state, or what stands in for it. */
  readonly bars: ArrayLike<number>
  /** 0..1, how far the fan of the eye is closed. */
  readonly confidence: number
}

/** Bars for a playlist whose state is gone: each song's energy, from quiet inwards to loud outwards. */
export function barsOfSongs(songs: readonly Song[]): number[] {
  const reach = 0.44
  return songs.map(({ features }) => ((features.energy ?? 0.5) - 0.5) * reach)
}

/** Draws the cover and returns it as a JPEG in base64, small enough for Spotify; undefined where the browser gives no canvas. */
export async function drawCover(parts: CoverParts): Promise<string | undefined> {
  await document.fonts.ready
  const canvas = document.createElement('canvas')
  canvas.width = SIZE_PX
  canvas.height = SIZE_PX
  const context = canvas.getContext('2d')
  if (context === null) return undefined
  paint(context, parts)
  for (let quality = BEST_QUALITY; quality > 0; quality -= QUALITY_STEP) {
    const base64 = canvas.toDataURL('image/jpeg', quality).replace(/^data:[^,]*,/, '')
    if (atob(base64).length <= coverLimitBytes) return base64
  }
  return undefined
}

function paint(context: CanvasRenderingContext2D, { title, bars, confidence }: CoverParts): void {
  const styles = getComputedStyle(document.documentElement)
  const token = (name: string) => styles.getPropertyValue(name).trim()
  const glow = context.createRadialGradient(SIZE_PX / 2, SIZE_PX * 0.42, 0, SIZE_PX / 2, SIZE_PX * 0.42, SIZE_PX * 0.7)
  glow.addColorStop(0, token('--phosphor-dim'))
  glow.addColorStop(1, token('--glass'))
  context.fillStyle = token('--glass')
  context.fillRect(0, 0, SIZE_PX, SIZE_PX)
  context.globalAlpha = 0.45
  context.fillStyle = glow
  context.fillRect(0, 0, SIZE_PX, SIZE_PX)
  context.globalAlpha = 1

  context.save()
  const scale = (SIZE_PX * EYE_SHARE) / eyeField.size
  context.translate((SIZE_PX * (1 - EYE_SHARE)) / 2, EYE_TOP_PX)
  context.scale(scale, scale)
  const { middle, ring, pupil, longestBar } = eyeField
  const shape = (svgPath: string) => new Path2D(svgPath)
  const circle = (radius: number) => {
    const path = new Path2D()
    path.arc(middle, middle, radius, 0, 2 * Math.PI)
    return path
  }
  context.strokeStyle = token('--glass-line')
  for (const radius of [ring - longestBar, ring + longestBar]) context.stroke(circle(radius))
  context.lineCap = 'round'
  context.lineWidth = bars.length > 0 ? Math.max(2.6, 330 / bars.length) : 2.6
  const { outward, inward } = eyeBars(bars)
  context.strokeStyle = token('--phosphor')
  context.stroke(shape(outward))
  context.globalAlpha = 0.6
  context.stroke(shape(inward))
  context.globalAlpha = 1
  context.lineWidth = 1.5
  context.stroke(circle(ring))
  context.fillStyle = token('--phosphor')
  context.fill(circle(pupil))
  context.fillStyle = token('--glass')
  context.fill(shape(eyeFan(confidence)))
  context.fill(circle(17))
  context.restore()

  const family = getComputedStyle(document.body).fontFamily
  context.fillStyle = token('--glass-ink')
  context.font = `650 ${TITLE_PX}px ${family}`
  context.textBaseline = 'alphabetic'
  context.fillText(title, MARGIN_PX, SIZE_PX - MARGIN_PX, SIZE_PX - 2 * MARGIN_PX)
}
