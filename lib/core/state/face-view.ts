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

/** What keeps an expression from being read, the first that applies. */
export type FaceViewProblem = 'tooSmall' | 'tooDark' | 'tooBright' | 'turnedAway'
