/** How well a face can be seen in a frame. */
export type FaceView = {
  /** Width of the face's box in pixels of the frame. */
  readonly widthPx: number
  /** Mean and standard deviation of the face's grey levels, 0..255. */
  readonly brightness: number
  readonly contrast: number
  /** How far the face is turned to a side or up and down, -1..1; 0 looks at the camera. */
  readonly sideways: number
  readonly upwards: number
}

/** What keeps an expression from being read well. */
export type FaceViewProblem = 'tooSmall' | 'tooDark' | 'tooBright' | 'tooFlat' | 'turnedAway'

/** The expression net is measured down to faces of 24 pixels; below, a smile is a handful of pixels. */
const minWidthPx = 24
/** A face in the dark, in the glare, and one in fog or before a bright window, which is grey in grey. */
const minBrightness = 30
const maxBrightness = 232
const minContrast = 10
/** Turned beyond this, half of the face is out of sight; the training faces are turned less. */
const maxSideways = 0.65
const maxUpwards = 0.7

/** What keeps a face's expression from being read well, what weighs most first; undefined where nothing does. */
export function judgeFaceView({ widthPx, brightness, contrast, sideways, upwards }: FaceView): FaceViewProblem | undefined {
  if (brightness < minBrightness) return 'tooDark'
  if (brightness > maxBrightness) return 'tooBright'
  if (contrast < minContrast) return 'tooFlat'
  if (widthPx < minWidthPx) return 'tooSmall'
  return Math.abs(sideways) > maxSideways || Math.abs(upwards) > maxUpwards ? 'turnedAway' : undefined
}

/** What is left of a confidence where a face is seen badly: the net was calibrated on faces that are seen well. 0..1 */
const badViewShare = 0.5

/** A confidence, 0..1, in the light of how well the face is seen. */
export const confidenceInView = (confidence: number, view: FaceView): number =>
  judgeFaceView(view) === undefined ? confidence : confidence * badViewShare
