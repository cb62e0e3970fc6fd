import type { FaceReading } from '@/lib/inference/inference'

import styles from './capture.module.css'

/** Draws the box of the face that was read over the picture, which fills its stage as `object-fit: contain` does. */
export const FaceBox = ({ faceReading, isMirrored }: { readonly faceReading: FaceReading | undefined; readonly isMirrored: boolean }) => {
  if (faceReading?.face === undefined) return null
  const { frameWidthPx, frameHeightPx, face } = faceReading
  const { xPx, yPx, widthPx, heightPx } = face.box
  const corner = Math.min(widthPx, heightPx) / 5
  const right = xPx + widthPx
  const bottom = yPx + heightPx
  return (
    <svg
      className={styles.faceBox}
      viewBox={`0 0 ${frameWidthPx} ${frameHeightPx}`}
      preserveAspectRatio="xMidYMid meet"
      data-mirrored={isMirrored}
      data-testid="face-box"
      aria-hidden="true"
    >
      <path
        vectorEffect="non-scaling-stroke"
        d={[
          `M${xPx} ${yPx + corner}V${yPx}H${xPx + corner}`,
          `M${right - corner} ${yPx}H${right}V${yPx + corner}`,
          `M${right} ${bottom - corner}V${bottom}H${right - corner}`,
          `M${xPx + corner} ${bottom}H${xPx}V${bottom - corner}`,
        ].join('')}
      />
    </svg>
  )
}
