'use client'

import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react'

import type { Stretch } from '@/lib/core/signal/assess-quality'

import styles from './timeline.module.css'
import { clockWords, momentWords } from './time-words'
import type { TimelineControl } from './use-timeline'

type TimelineSurfaceProps = {
  readonly control: TimelineControl
  readonly whole: Stretch
  /** The stretch that stands for now. */
  readonly now: Stretch
  readonly tagsMs: readonly number[]
  readonly name: string
  /** What is read at the cursor, in words. */
  readonly cursorWords: string
  readonly helpId: string
}

/** A drag shorter than this is a click, in CSS pixels. */
const SMALLEST_DRAG_PX = 6
/** How fast a wheel zooms: a notch of 100 brings the view a fifth closer. */
const WHEEL_ZOOM_PER_PX = 0.0022
/** A wheel that has been scrolling the page goes on doing so when the timeline comes under it, for so long. */
const PAGE_SCROLL_MS = 350
const MS_PER_SECOND = 1000

/** What lies above the lanes: shows the cursor, the stretches and the tags, and takes pointers, fingers, the wheel and the keyboard. */
export const TimelineSurface = ({ control, whole, now, tagsMs, name, cursorWords, helpId }: TimelineSurfaceProps) => {
  const surface = useRef<HTMLDivElement>(null)
  const fingers = useRef(new Map<number, number>())
  const drag = useRef<{ readonly atMs: number; readonly atPx: number; isDragging: boolean }>(undefined)
  const latest = useRef(control)
  latest.current = control
  const { view, cursorMs, pending } = control
  const viewMs = view.endMs - view.startMs
  const place = (timestampMs: number) => `${((timestampMs - view.startMs) / viewMs) * 100}%`
  const isSeen = (timestampMs: number) => timestampMs >= view.startMs && timestampMs <= view.endMs
  const shown = pending ?? now

  const timeAt = (clientX: number): number => {
    const { left, width } = surface.current?.getBoundingClientRect() ?? { left: 0, width: 1 }
    const { startMs, endMs } = latest.current.view
    return Math.min(endMs, Math.max(startMs, startMs + ((clientX - left) / width) * (endMs - startMs)))
  }

  // React listens to the wheel passively: the page would scroll on.
  useEffect(() => {
    const element = surface.current
    if (element === null) return undefined
    let scrolledAtMs = -Infinity
    const noteScroll = (event: Event) => {
      scrolledAtMs = event.timeStamp
    }
    const zoomByWheel = (event: WheelEvent) => {
      const { view: seen, isZoomed, zoom, moveTo } = latest.current
      const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY)
      // Farther than everything there is nothing to see: the page scrolls.
      const isPages = event.timeStamp - scrolledAtMs < PAGE_SCROLL_MS || (!isZoomed && (isSideways || event.deltaY > 0))
      if (isPages && !event.ctrlKey) return
      event.preventDefault()
      if (isSideways) moveTo(seen.startMs + (event.deltaX / element.clientWidth) * (seen.endMs - seen.startMs))
      else zoom(Math.exp(event.deltaY * WHEEL_ZOOM_PER_PX), timeAt(event.clientX))
    }
    window.addEventListener('scroll', noteScroll, { passive: true, capture: true })
    element.addEventListener('wheel', zoomByWheel, { passive: false })
    return () => {
      window.removeEventListener('scroll', noteScroll, { capture: true })
      element.removeEventListener('wheel', zoomByWheel)
    }
  }, [])

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    fingers.current.set(event.pointerId, event.clientX)
    drag.current = fingers.current.size === 1 ? { atMs: timeAt(event.clientX), atPx: event.clientX, isDragging: false } : undefined
    if (fingers.current.size > 1) control.drop()
  }
  /** Two fingers hold the moments under them: they bring the view closer and move it along. */
  const pinch = (pointerId: number, clientX: number) => {
    const fingerMs = timeAt(clientX)
    const [otherId] = [...fingers.current.keys()].filter((id) => id !== pointerId)
    const beforePx = fingers.current.get(pointerId) ?? clientX
    const otherPx = otherId === undefined ? clientX : (fingers.current.get(otherId) ?? clientX)
    fingers.current.set(pointerId, clientX)
    const [distanceBeforePx, distancePx] = [Math.abs(beforePx - otherPx), Math.abs(clientX - otherPx)]
    if (distanceBeforePx < 1 || distancePx < 1) return
    control.zoom(distanceBeforePx / distancePx, otherId === undefined ? fingerMs : timeAt(otherPx))
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (fingers.current.size > 1) {
      pinch(event.pointerId, event.clientX)
      return
    }
    const atMs = timeAt(event.clientX)
    control.point(atMs)
    const begun = drag.current
    if (begun === undefined || !fingers.current.has(event.pointerId)) return
    begun.isDragging ||= Math.abs(event.clientX - begun.atPx) >= SMALLEST_DRAG_PX
    if (begun.isDragging) control.drag(begun.atMs, atMs)
  }
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    const begun = drag.current
    fingers.current.delete(event.pointerId)
    drag.current = undefined
    if (begun === undefined) return
    if (begun.isDragging) control.finish()
    else control.pickMoment(begun.atMs)
  }
  const onPointerCancel = (event: PointerEvent<HTMLDivElement>) => {
    fingers.current.delete(event.pointerId)
    drag.current = undefined
    control.drop()
  }

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const { shiftKey } = event
    const keys: Readonly<Record<string, () => void>> = {
      ArrowRight: () => control.stepCursor(1, shiftKey),
      ArrowUp: () => control.stepCursor(1, shiftKey),
      ArrowLeft: () => control.stepCursor(-1, shiftKey),
      ArrowDown: () => control.stepCursor(-1, shiftKey),
      PageUp: () => control.pageCursor(1, shiftKey),
      PageDown: () => control.pageCursor(-1, shiftKey),
      Home: () => control.moveCursor(whole.startMs, shiftKey),
      End: () => control.moveCursor(whole.endMs, shiftKey),
      '+': control.zoomIn,
      '=': control.zoomIn,
      '-': control.zoomOut,
      _: control.zoomOut,
      '0': control.showAll,
      Enter: () => control.pickMoment(cursorMs ?? view.startMs),
      ' ': () => control.pickMoment(cursorMs ?? view.startMs),
      Escape: control.letGo,
    }
    const act = keys[event.key]
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
  }

  const secondsIn = (timestampMs: number) => Math.round((timestampMs - whole.startMs) / MS_PER_SECOND)
  return (
    <div
      ref={surface}
      className={styles.surface}
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-describedby={helpId}
      aria-valuemin={0}
      aria-valuemax={secondsIn(whole.endMs)}
      aria-valuenow={secondsIn(cursorMs ?? now.startMs)}
      aria-valuetext={cursorWords}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerCancel}
      onPointerLeave={(event) => event.pointerType === 'mouse' && drag.current === undefined && control.point(undefined)}
      onKeyDown={onKeyDown}
      onKeyUp={(event) => event.key === 'Shift' && control.finish()}
      onFocus={(event) => event.target.matches(':focus-visible') && control.enter()}
      onBlur={() => {
        control.drop()
        control.point(undefined)
      }}
    >
      {shown.endMs > view.startMs && shown.startMs < view.endMs && (
        <span
          className={styles.band}
          data-pending={pending !== undefined}
          style={{
            left: place(Math.max(view.startMs, shown.startMs)),
            right: `calc(100% - ${place(Math.min(view.endMs, shown.endMs))})`,
          }}
        />
      )}
      {tagsMs.filter(isSeen).map((tagMs) => (
        <span key={tagMs} className={styles.tag} style={{ left: place(tagMs) }}>
          <span>{momentWords(tagMs)}</span>
        </span>
      ))}
      {cursorMs !== undefined && isSeen(cursorMs) && (
        <span
          className={styles.cursor}
          style={{ left: place(cursorMs) }}
          data-side={cursorMs - view.startMs > viewMs / 2 ? 'left' : 'right'}
        >
          <span className="numbers">{clockWords(cursorMs)}</span>
        </span>
      )}
    </div>
  )
}
