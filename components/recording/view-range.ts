import type { Stretch } from '@/lib/core/signal/assess-quality'

/** Nothing is seen closer than this. */
const CLOSEST_VIEW_MS = 20_000
const MS_PER_MINUTE = 60_000
/** Steps that people count in. */
const NICE_STEPS_MS = [1000, 5000, 15_000, 30_000, MS_PER_MINUTE, 5 * MS_PER_MINUTE, 15 * MS_PER_MINUTE, 60 * MS_PER_MINUTE]
/** So many steps of the cursor cross the view at most. */
const LARGEST_STEP_COUNT = 120

const lengthOf = ({ startMs, endMs }: Stretch): number => endMs - startMs

/** A view of a length, moved into the whole where it reaches out of it. */
export function viewWithin(whole: Stretch, startMs: number, lengthMs: number): Stretch {
  const shownMs = Math.min(lengthOf(whole), Math.max(Math.min(CLOSEST_VIEW_MS, lengthOf(whole)), lengthMs))
  const fromMs = Math.min(whole.endMs - shownMs, Math.max(whole.startMs, startMs))
  return { startMs: fromMs, endMs: fromMs + shownMs }
}

/** The view brought closer (factor below 1) or farther, around a moment that stays where it is seen. */
export function zoomAround(whole: Stretch, view: Stretch, aroundMs: number, factor: number): Stretch {
  const shown = viewWithin(whole, view.startMs, lengthOf(view) * factor)
  const share = (aroundMs - view.startMs) / lengthOf(view)
  return viewWithin(whole, aroundMs - share * lengthOf(shown), lengthOf(shown))
}

/** The view moved along just so far that a moment is in it. */
export function viewWith(whole: Stretch, view: Stretch, atMs: number): Stretch {
  if (atMs < view.startMs) return viewWithin(whole, atMs, lengthOf(view))
  if (atMs > view.endMs) return viewWithin(whole, atMs - lengthOf(view), lengthOf(view))
  return view
}

/** The view of a stretch with a margin to either side. */
export function viewOf(whole: Stretch, stretch: Stretch): Stretch {
  const marginMs = lengthOf(stretch) / 8
  return viewWithin(whole, stretch.startMs - marginMs, lengthOf(stretch) + 2 * marginMs)
}

/** How far the cursor goes with one key: a step that people count in, fine enough for the view. */
export function cursorStepMs(view: Stretch): number {
  return NICE_STEPS_MS.find((stepMs) => lengthOf(view) / stepMs <= LARGEST_STEP_COUNT) ?? lengthOf(view) / LARGEST_STEP_COUNT
}

/** A moment on the grid of times that the view is fine enough to point at: seconds, quarters of a minute or minutes, within the whole. */
export function snapTime(whole: Stretch, view: Stretch, atMs: number): number {
  const gridMs = Math.min(MS_PER_MINUTE, Math.max(1000, cursorStepMs(view)))
  return Math.min(whole.endMs, Math.max(whole.startMs, Math.round(atMs / gridMs) * gridMs))
}

/** The stretch between two moments, whichever comes first. */
export const between = (oneMs: number, otherMs: number): Stretch => ({ startMs: Math.min(oneMs, otherMs), endMs: Math.max(oneMs, otherMs) })

/** The stretch of a length around a moment, within the whole. */
export function momentAround(whole: Stretch, atMs: number, momentMs: number): Stretch {
  const lengthMs = Math.min(momentMs, lengthOf(whole))
  const startMs = Math.min(whole.endMs - lengthMs, Math.max(whole.startMs, atMs - lengthMs / 2))
  return { startMs, endMs: startMs + lengthMs }
}
