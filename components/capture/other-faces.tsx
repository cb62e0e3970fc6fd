import type { FaceReading } from '@/lib/inference/inference'

import styles from './capture.module.css'

type OtherFacesProps = {
  readonly faceReading: FaceReading | undefined
  readonly isMirrored: boolean
  /** Gets the middle of the face that was tapped, in pixels of the frame. */
  readonly onChoose: (point: { readonly xPx: number; readonly yPx: number }) => void
}

/** Width to height of the stage that pictures are shown on. */
const stageAspect = 4 / 3

const percent = (share: number) => `${100 * share}%`

/** The faces that are not read, each a button that has it read instead; the picture fills its stage as `object-fit: contain` does. */
export const OtherFaces = ({ faceReading, isMirrored, onChoose }: OtherFacesProps) => {
  if (faceReading === undefined) return null
  const { frameWidthPx, frameHeightPx, others } = faceReading
  const aspect = frameWidthPx / frameHeightPx
  const widthShare = Math.min(1, aspect / stageAspect)
  const heightShare = Math.min(1, stageAspect / aspect)
  return others.map(({ xPx, yPx, widthPx, heightPx }, index) => {
    const shownXPx = isMirrored ? frameWidthPx - xPx - widthPx : xPx
    return (
      <button
        // Faces have no names: the order is all that tells them apart.
        key={index}
        type="button"
        className={styles.otherFace}
        aria-label={`Read this face instead, ${index + 2} of ${others.length + 1}`}
        style={{
          left: percent((1 - widthShare) / 2 + (shownXPx / frameWidthPx) * widthShare),
          top: percent((1 - heightShare) / 2 + (yPx / frameHeightPx) * heightShare),
          width: percent((widthPx / frameWidthPx) * widthShare),
          height: percent((heightPx / frameHeightPx) * heightShare),
        }}
        onClick={() => onChoose({ xPx: xPx + widthPx / 2, yPx: yPx + heightPx / 2 })}
      />
    )
  })
}
