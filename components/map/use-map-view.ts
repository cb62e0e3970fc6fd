'use client'

import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'

import { viewBetween, wholeView, type MapFrame, type MapView } from '@/lib/core/songs/map-view'
import type { MapBounds } from '@/lib/core/songs/song-map'

/** So long nothing moves before labels are laid out anew, and so long a view takes to move to another. */
const restMs = 160
const moveMs = 350

/** A view that came to rest, for what is laid out only then. */
export type RestView = { readonly view: MapView; readonly frame: MapFrame }

/** The part of the map that is shown, kept outside of React: it changes with every frame. */
export type MapViewControl = {
  readonly current: () => MapView
  readonly frame: () => MapFrame
  /** Shows another view at once, as a hand moves it. */
  readonly show: (next: MapView) => void
  /** Moves to another view, or jumps there where the listener wants less motion. */
  readonly moveTo: (to: MapView) => void
  readonly restView: RestView | undefined
}

/** Keeps the view of a field and has it drawn, at most once a frame of the screen. */
export function useMapView(
  field: RefObject<HTMLElement | null>,
  bounds: MapBounds,
  paint: (view: MapView, frame: MapFrame) => void,
): MapViewControl {
  const view = useRef<MapView>(wholeView(bounds))
  const size = useRef({ widthPx: 0, heightPx: 0 })
  const drawing = useRef(0)
  const moving = useRef(0)
  const resting = useRef(0)
  const [restView, setRestView] = useState<RestView>()

  const current = useCallback(() => view.current, [])
  const frame = useCallback((): MapFrame => ({ ...size.current, bounds }), [bounds])
  const draw = useCallback(() => {
    if (drawing.current !== 0) return
    drawing.current = requestAnimationFrame(() => {
      drawing.current = 0
      paint(view.current, frame())
    })
  }, [paint, frame])
  const set = useCallback(
    (next: MapView) => {
      view.current = next
      draw()
      window.clearTimeout(resting.current)
      resting.current = window.setTimeout(() => setRestView({ view: next, frame: frame() }), restMs)
    },
    [draw, frame],
  )
  const show = useCallback(
    (next: MapView) => {
      cancelAnimationFrame(moving.current)
      set(next)
    },
    [set],
  )
  const moveTo = useCallback(
    (to: MapView) => {
      if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
        show(to)
        return
      }
      cancelAnimationFrame(moving.current)
      const from = view.current
      const startedAtMs = performance.now()
      const step = (nowMs: number) => {
        const share = Math.min(1, Math.max(0, (nowMs - startedAtMs) / moveMs))
        // Slows down towards its end.
        set(viewBetween(from, to, 1 - (1 - share) ** 3))
        if (share < 1) moving.current = requestAnimationFrame(step)
      }
      moving.current = requestAnimationFrame(step)
    },
    [set, show],
  )

  // A new size or other colours are a new picture.
  useEffect(() => {
    draw()
    return () => {
      cancelAnimationFrame(drawing.current)
      drawing.current = 0
    }
  }, [draw])
  useEffect(() => {
    const element = field.current
    if (element === null) return
    const observer = new ResizeObserver(() => {
      size.current = { widthPx: element.clientWidth, heightPx: element.clientHeight }
      set(view.current)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [field, set])
  useEffect(
    () => () => {
      cancelAnimationFrame(moving.current)
      window.clearTimeout(resting.current)
    },
    [],
  )
  return { current, frame, show, moveTo, restView }
}
