import type { PixelBox, PixelPoint } from './pixel-box'

/** Where the detector sees the parts of a face; right and left are the person's own. */
export type FacePoints = {
  readonly rightEye: PixelPoint
  readonly leftEye: PixelPoint
  readonly nose: PixelPoint
  readonly mouth: PixelPoint
  readonly rightEar: PixelPoint
  readonly leftEar: PixelPoint
}

/** A face as the detector reports it, in pixels of the frame. */
export type Detection = { readonly box: PixelBox; readonly points: FacePoints; readonly score: number }
