import { boxCentre } from './pixel-box'
import type { PixelBox } from './pixel-box'

/** A face that moved or grew by this share of its size since the last frame is where it is now; of smaller movements half is trembling of the detector. */
const trembleShare = 0.12
/** How much of a tremble is taken over. */
const trembleWeight = 0.35

/** A followed face's box without the detector's trembling, and whether it still is where it was, so that a crop of there shows it as it should. */
export function steadyBox(before: PixelBox | undefined, now: PixelBox): { readonly box: PixelBox; readonly isSteady: boolean } {
  if (before === undefined) return { box: now, isSteady: false }
  const from = boxCentre(before)
  const to = boxCentre(now)
  const sidePx = Math.max(before.widthPx, before.heightPx)
  const change = Math.max(Math.hypot(to.xPx - from.xPx, to.yPx - from.yPx), Math.abs(Math.max(now.widthPx, now.heightPx) - sidePx)) / sidePx
  if (change >= trembleShare) return { box: now, isSteady: false }
  // The further it moved the less of it is trembling; so the box follows smoothly.
  const weight = trembleWeight + (1 - trembleWeight) * (change / trembleShare)
  const mix = (a: number, b: number) => a + weight * (b - a)
  return {
    box: {
      xPx: mix(before.xPx, now.xPx),
      yPx: mix(before.yPx, now.yPx),
      widthPx: mix(before.widthPx, now.widthPx),
      heightPx: mix(before.heightPx, now.heightPx),
    },
    isSteady: true,
  }
}
