import { useRef, useState } from 'react'

import type { Stretch } from '@/lib/core/signal/assess-quality'

import { between, cursorStepMs, momentAround, snapTime, viewOf, viewWith, viewWithin, zoomAround } from './view-range'

/** How much closer one press brings the view. */
const ZOOM_STEP = 0.5
/** What Page Up and Page Down move the cursor by, in its steps. */
const PAGE_STEP_COUNT = 10

type TimelineOptions = {
  /** All of the recording. */
  readonly whole: Stretch
  /** How long the stretch is that a single moment stands for, in ms. */
  readonly momentMs: number
  /** Picks a stretch; none goes back to the usual one. */
  onPick(picked: Stretch | undefined): void
}

/** What a timeline shows and points at, and the ways to change it; the same for a pointer, two fingers and the keyboard. */
export function useTimeline({ whole, momentMs, onPick }: TimelineOptions) {
  const [view, setView] = useState(whole)
  const [cursorMs, setCursorMs] = useState<number>()
  const [pending, setPending] = useState<Stretch>()
  /** Where a stretch that is being selected began. */
  const anchorMs = useRef<number>(undefined)
  const middleMs = (view.startMs + view.endMs) / 2

  const drop = () => {
    anchorMs.current = undefined
    setPending(undefined)
  }
  const pick = (stretch: Stretch) => {
    drop()
    onPick(stretch)
  }
  /** Moves the cursor by keys; the view follows. With `isSelecting` the stretch from where that began is marked. */
  const moveCursor = (toMs: number, isSelecting: boolean) => {
    const fromMs = cursorMs ?? middleMs
    const atMs = snapTime(whole, view, toMs)
    setCursorMs(atMs)
    setView(viewWith(whole, view, atMs))
    if (!isSelecting) {
      drop()
      return
    }
    anchorMs.current ??= snapTime(whole, view, fromMs)
    setPending(between(anchorMs.current, atMs))
  }

  return {
    view,
    cursorMs,
    pending,
    isZoomed: view.startMs > whole.startMs || view.endMs < whole.endMs,
    /** Points at a moment; at none when the pointer leaves. */
    point: setCursorMs,
    /** Brings the keyboard's cursor into the view. */
    enter: () => setCursorMs(cursorMs ?? snapTime(whole, view, middleMs)),
    stepCursor: (stepCount: number, isSelecting: boolean) =>
      moveCursor((cursorMs ?? middleMs) + stepCount * cursorStepMs(view), isSelecting),
    pageCursor: (pageCount: number, isSelecting: boolean) =>
      moveCursor((cursorMs ?? middleMs) + pageCount * PAGE_STEP_COUNT * cursorStepMs(view), isSelecting),
    moveCursor,
    /** Marks the stretch between two moments while it is being dragged. */
    drag: (oneMs: number, otherMs: number) => setPending(between(snapTime(whole, view, oneMs), snapTime(whole, view, otherMs))),
    /** Picks what is marked, if it has any length; with keys the same stretch can be made longer or shorter afterwards. */
    finish: () => {
      setPending(undefined)
      if (pending !== undefined && pending.endMs > pending.startMs) onPick(pending)
    },
    pickMoment: (atMs: number) => pick(momentAround(whole, snapTime(whole, view, atMs), momentMs)),
    /** Lets go of what is marked, else of what was picked. */
    letGo: () => {
      if (pending === undefined) onPick(undefined)
      drop()
    },
    drop,
    zoom: (factor: number, aroundMs = cursorMs ?? middleMs) =>
      setView((shown) => zoomAround(whole, shown, Math.min(shown.endMs, Math.max(shown.startMs, aroundMs)), factor)),
    zoomIn: () => setView(zoomAround(whole, view, cursorMs ?? middleMs, ZOOM_STEP)),
    zoomOut: () => setView(zoomAround(whole, view, cursorMs ?? middleMs, 1 / ZOOM_STEP)),
    zoomTo: (stretch: Stretch) => setView(viewOf(whole, stretch)),
    showAll: () => setView(whole),
    moveTo: (startMs: number) => setView((shown) => viewWithin(whole, startMs, shown.endMs - shown.startMs)),
  }
}

export type TimelineControl = ReturnType<typeof useTimeline>
