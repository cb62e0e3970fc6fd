import { describe, expect, it } from 'vitest'

import {
  clampView,
  labelsWithoutOverlap,
  panBy,
  screenOf,
  toScreen,
  viewAround,
  viewBetween,
  wholeView,
  zoomAt,
  zoomLimits,
} from './map-view'

const bounds = { minX: -0.2, maxX: 1.2, minY: 0, maxY: 1 }
const frame = { widthPx: 800, heightPx: 500, bounds }
const place = { x: 0.3, y: 0.8 }

describe('a view of the map', () => {
  it('shows the whole map at first, pleasant to the right and energetic above', () => {
    const screen = screenOf(wholeView(bounds), frame)
    for (const corner of [
      { x: -0.2, y: 0 },
      { x: 1.2, y: 1 },
    ]) {
      const { xPx, yPx } = toScreen(screen, corner)
      expect(xPx).toBeGreaterThan(0)
      expect(xPx).toBeLessThan(800)
      expect(yPx).toBeGreaterThan(0)
      expect(yPx).toBeLessThan(500)
    }
    expect(toScreen(screen, { x: 1, y: 1 }).xPx).toBeGreaterThan(toScreen(screen, { x: 0, y: 1 }).xPx)
    expect(toScreen(screen, { x: 1, y: 1 }).yPx).toBeLessThan(toScreen(screen, { x: 1, y: 0 }).yPx)
  })

  it('keeps what is under the pointer where it is while it zooms', () => {
    const before = wholeView(bounds)
    const point = toScreen(screenOf(before, frame), place)
    const after = zoomAt(before, frame, point, 4)
    expect(after.zoom).toBe(4)
    expect(toScreen(screenOf(after, frame), place).xPx).toBeCloseTo(point.xPx, 6)
    expect(toScreen(screenOf(after, frame), place).yPx).toBeCloseTo(point.yPx, 6)
  })

  it('zooms no farther than its limits, and does not move there either', () => {
    const far = zoomAt(wholeView(bounds), frame, { xPx: 10, yPx: 10 }, 1 / 8)
    expect(far).toEqual(wholeView(bounds))
    const near = { centre: place, zoom: zoomLimits.max }
    expect(zoomAt(near, frame, { xPx: 10, yPx: 10 }, 2)).toEqual(near)
  })

  it('goes with the finger, and not off the map', () => {
    const view = { centre: place, zoom: 5 }
    const before = toScreen(screenOf(view, frame), place)
    const after = toScreen(screenOf(panBy(view, frame, { xPx: 30, yPx: -20 }), frame), place)
    expect(after.xPx - before.xPx).toBeCloseTo(30, 6)
    expect(after.yPx - before.yPx).toBeCloseTo(-20, 6)
    expect(panBy(view, frame, { xPx: 1e6, yPx: 1e6 }).centre).toEqual({ x: bounds.minX, y: bounds.maxY })
    expect(clampView({ centre: { x: 9, y: -9 }, zoom: 0 }, bounds)).toEqual({ centre: { x: 1.2, y: 0 }, zoom: 1 })
  })

  it('shows all of a path with room around it', () => {
    const places = [place, { x: 0.5, y: 0.6 }, { x: 0.4, y: 0.75 }]
    const screen = screenOf(viewAround(places, frame), frame)
    for (const own of places) {
      const { xPx, yPx } = toScreen(screen, own)
      expect(Math.min(xPx, 800 - xPx)).toBeGreaterThan(40)
      expect(Math.min(yPx, 500 - yPx)).toBeGreaterThan(25)
    }
    expect(viewAround([place], frame).centre).toEqual(place)
    expect(viewAround([], frame)).toEqual(wholeView(bounds))
  })

  it('moves to another view by equal factors of zoom', () => {
    const [from, to] = [wholeView(bounds), { centre: place, zoom: 16 }]
    expect(viewBetween(from, to, 0.5).zoom).toBeCloseTo(4, 10)
    expect(viewBetween(from, to, 1)).toEqual(to)
  })
})

describe('labelsWithoutOverlap', () => {
  it('leaves out a label that would touch one before it', () => {
    const label = (name: string, xPx: number, yPx: number) => ({ name, xPx, yPx, widthPx: 60 })
    const shown = labelsWithoutOverlap(
      [label('calm', 100, 100), label('tender', 120, 105), label('sad', 20, 100), label('low', 110, 130)],
      20,
    )
    expect(shown.map(({ name }) => name)).toEqual(['calm', 'sad', 'low'])
  })
})
