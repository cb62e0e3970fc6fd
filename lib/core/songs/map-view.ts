import type { MapPoint } from './map-projection'
import type { MapBounds } from './song-map'

/** A part of the map: the place in its middle, and how many times larger than the whole map it is shown. */
export type MapView = { readonly centre: MapPoint; readonly zoom: number }

/** The screen that a view is shown on, and what it shows at zoom 1. */
export type MapFrame = { readonly widthPx: number; readonly heightPx: number; readonly bounds: MapBounds }

/** How the map lies on the screen: a place lies at `originPx + place * pxPerUnit`. y grows upwards, so its unit is negative. */
export type MapScreen = {
  readonly originXPx: number
  readonly pxPerUnitX: number
  readonly originYPx: number
  readonly pxPerUnitY: number
}

/** Beyond this the steps of the songs' 16 bits would show. */
export const zoomLimits = { min: 1, max: 60 } as const
/** What is left free around the songs at zoom 1, as a share of the screen. */
const marginShare = 0.06

/** Returns the view of the whole map. */
export function wholeView({ minX, maxX, minY, maxY }: MapBounds): MapView {
  return { centre: { x: (minX + maxX) / 2, y: (minY + maxY) / 2 }, zoom: 1 }
}

/** Returns a view that is allowed: its zoom inside the limits, its middle on the map. */
export function clampView({ centre, zoom }: MapView, { minX, maxX, minY, maxY }: MapBounds): MapView {
  const inside = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value))
  return {
    centre: { x: inside(centre.x, minX, maxX), y: inside(centre.y, minY, maxY) },
    zoom: inside(zoom, zoomLimits.min, zoomLimits.max),
  }
}

/** Returns how the map lies on the screen. The two axes have each their own unit, so that the songs fill a screen of any shape. */
export function screenOf({ centre, zoom }: MapView, { widthPx, heightPx, bounds }: MapFrame): MapScreen {
  const free = 1 - 2 * marginShare
  const unit = (sizePx: number, min: number, max: number) => (zoom * sizePx * free) / Math.max(1e-9, max - min)
  const pxPerUnitX = unit(widthPx, bounds.minX, bounds.maxX)
  const pxPerUnitY = -unit(heightPx, bounds.minY, bounds.maxY)
  return { originXPx: widthPx / 2 - centre.x * pxPerUnitX, pxPerUnitX, originYPx: heightPx / 2 - centre.y * pxPerUnitY, pxPerUnitY }
}

/** Returns where a place of the map lies on the screen, in px from its upper left corner. */
export function toScreen({ originXPx, pxPerUnitX, originYPx, pxPerUnitY }: MapScreen, { x, y }: MapPoint) {
  return { xPx: originXPx + x * pxPerUnitX, yPx: originYPx + y * pxPerUnitY }
}

/** Returns the view with `factor` times the zoom in which the place under a point of the screen stays where it is. */
export function zoomAt(view: MapView, frame: MapFrame, point: { readonly xPx: number; readonly yPx: number }, factor: number): MapView {
  const { zoom } = clampView({ ...view, zoom: view.zoom * factor }, frame.bounds)
  const screen = screenOf(view, frame)
  const kept = 1 - view.zoom / zoom
  const under = {
    x: (point.xPx - screen.originXPx) / screen.pxPerUnitX,
    y: (point.yPx - screen.originYPx) / screen.pxPerUnitY,
  }
  const centre = { x: view.centre.x + (under.x - view.centre.x) * kept, y: view.centre.y + (under.y - view.centre.y) * kept }
  return clampView({ centre, zoom }, frame.bounds)
}

/** Returns the view after the map was dragged by so many px, to the right and down. */
export function panBy(view: MapView, frame: MapFrame, { xPx, yPx }: { readonly xPx: number; readonly yPx: number }): MapView {
  const { pxPerUnitX, pxPerUnitY } = screenOf(view, frame)
  return clampView({ ...view, centre: { x: view.centre.x - xPx / pxPerUnitX, y: view.centre.y - yPx / pxPerUnitY } }, frame.bounds)
}

/** Returns the view that shows all of some places, with room around them; the whole map where there are none. */
export function viewAround(places: readonly MapPoint[], { bounds }: MapFrame): MapView {
  if (places.length === 0) return wholeView(bounds)
  const range = (values: readonly number[]) => ({ min: Math.min(...values), max: Math.max(...values) })
  const [x, y] = [range(places.map((place) => place.x)), range(places.map((place) => place.y))]
  const least = 1e-6
  const shares = [
    (bounds.maxX - bounds.minX) / Math.max(least, x.max - x.min),
    (bounds.maxY - bounds.minY) / Math.max(least, y.max - y.min),
  ]
  const roomShare = 0.75
  return clampView({ centre: { x: (x.min + x.max) / 2, y: (y.min + y.max) / 2 }, zoom: Math.min(...shares, closest) * roomShare }, bounds)
}

/** Places that lie close together are not shown nearer than this: what lies around them belongs to the picture. */
const closest = 12

/** Returns the view a share (0..1) of the way from one to another; zoom goes by equal factors, as the eye sees it. */
export function viewBetween(from: MapView, to: MapView, share: number): MapView {
  const along = (start: number, end: number) => start + (end - start) * share
  return {
    centre: { x: along(from.centre.x, to.centre.x), y: along(from.centre.y, to.centre.y) },
    zoom: from.zoom * (to.zoom / from.zoom) ** share,
  }
}

/** Returns which of some labels, the most important first, can be shown without touching one before them. */
export function labelsWithoutOverlap<Label extends { readonly xPx: number; readonly yPx: number; readonly widthPx: number }>(
  labels: readonly Label[],
  heightPx: number,
): readonly Label[] {
  const shown: Label[] = []
  for (const label of labels) {
    const touches = shown.some(
      (other) => Math.abs(other.yPx - label.yPx) < heightPx && Math.abs(other.xPx - label.xPx) < (other.widthPx + label.widthPx) / 2,
    )
    if (!touches) shown.push(label)
  }
  return shown
}
