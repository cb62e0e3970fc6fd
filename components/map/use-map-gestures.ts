'use client'

import { useEffect, type RefObject } from 'react'

/** A point of the map's field, in CSS px from its upper left corner. */
export type FieldPoint = { readonly xPx: number; readonly yPx: number }

/** What a hand does with the map. */
export type MapGestures = {
  onPan(byPx: FieldPoint): void
  onZoom(at: FieldPoint, factor: number): void
  /** A mouse moves over the map, or leaves it; or the keyboard goes elsewhere. */
  onHover(at: FieldPoint | undefined): void
  onTap(at: FieldPoint): void
  onKey(event: KeyboardEvent): void
}

/** Moved less than this, a press is a tap. */
const tapReachPx = 6
/** A notch of a wheel is about 100 px and zooms by a quarter. */
const zoomPerWheelPx = 0.0022
/** Wheels that count in lines or pages, in px. */
const wheelUnitsPx = [1, 16, 400] as const
const doubleTapFactor = 2

/** Reads drag, pinch, wheel, hover, double click and keys on an element. */
export function useMapGestures(field: RefObject<HTMLElement | null>, gestures: MapGestures): void {
  const { onPan, onZoom, onHover, onTap, onKey } = gestures
  useEffect(() => {
    const element = field.current
    if (element === null) return
    const pressed = new Map<number, FieldPoint>()
    let movedPx = 0
    const pointOf = (event: MouseEvent): FieldPoint => {
      const { left, top } = element.getBoundingClientRect()
      return { xPx: event.clientX - left, yPx: event.clientY - top }
    }
    /** The middle between two fingers and how far they are apart; of one finger, where it is. */
    const grip = () => {
      const [one, other] = [...pressed.values()]
      if (one === undefined) return undefined
      if (other === undefined) return { ...one, spanPx: 0 }
      return {
        xPx: (one.xPx + other.xPx) / 2,
        yPx: (one.yPx + other.yPx) / 2,
        spanPx: Math.hypot(one.xPx - other.xPx, one.yPx - other.yPx),
      }
    }
    const down = (event: PointerEvent) => {
      if (event.pointerType === 'mouse' && event.button !== 0) return
      if (pressed.size === 0) movedPx = 0
      // Two fingers are never a tap.
      else movedPx = Number.POSITIVE_INFINITY
      pressed.set(event.pointerId, pointOf(event))
      element.setPointerCapture(event.pointerId)
    }
    const move = (event: PointerEvent) => {
      if (!pressed.has(event.pointerId)) {
        if (event.pointerType === 'mouse') onHover(pointOf(event))
        return
      }
      const before = grip()
      pressed.set(event.pointerId, pointOf(event))
      const after = grip()
      if (before === undefined || after === undefined) return
      const by = { xPx: after.xPx - before.xPx, yPx: after.yPx - before.yPx }
      movedPx += Math.hypot(by.xPx, by.yPx)
      if (movedPx < tapReachPx) return
      onPan(by)
      if (before.spanPx > 0 && after.spanPx > 0) onZoom(after, after.spanPx / before.spanPx)
    }
    const up = (event: PointerEvent) => {
      if (!pressed.delete(event.pointerId)) return
      if (event.type === 'pointerup' && movedPx < tapReachPx) onTap(pointOf(event))
    }
    const leave = (event: PointerEvent) => {
      if (event.pointerType === 'mouse' && pressed.size === 0) onHover(undefined)
    }
    const blur = () => onHover(undefined)
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      const deltaPx = event.deltaY * (wheelUnitsPx[event.deltaMode] ?? 1)
      onZoom(pointOf(event), Math.exp(-deltaPx * zoomPerWheelPx))
    }
    const doubleClick = (event: MouseEvent) => onZoom(pointOf(event), doubleTapFactor)
    element.addEventListener('pointerdown', down)
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerup', up)
    element.addEventListener('pointercancel', up)
    element.addEventListener('pointerleave', leave)
    element.addEventListener('wheel', wheel, { passive: false })
    element.addEventListener('dblclick', doubleClick)
    element.addEventListener('keydown', onKey)
    element.addEventListener('blur', blur)
    return () => {
      element.removeEventListener('pointerdown', down)
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerup', up)
      element.removeEventListener('pointercancel', up)
      element.removeEventListener('pointerleave', leave)
      element.removeEventListener('wheel', wheel)
      element.removeEventListener('dblclick', doubleClick)
      element.removeEventListener('keydown', onKey)
      element.removeEventListener('blur', blur)
    }
  }, [field, onPan, onZoom, onHover, onTap, onKey])
}
