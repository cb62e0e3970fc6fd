import { screenOf, type MapFrame, type MapView } from '@/lib/core/songs/map-view'
import { paintSongs } from '@/lib/core/songs/paint-songs'
import { gridOnScreen } from '@/lib/core/songs/song-map'

import { familyPaint, pixelOf, type GenreGroupName } from './genre-groups'
import type { LoadedMap } from './use-song-map'

/** The glass of the map, in both themes; as in the style sheet. */
const background = pixelOf('#070b09')
/** More pixels than this gain nothing that an eye sees of dots, and cost time. */
const pixelLimit = 1_600_000
const pixelRatioLimit = 2
/** A song's dot at zoom 1, in CSS px, and how it grows with the zoom. */
const dot = { sizePx: 1.5, growth: 0.45 } as const
/** So much of the whole map do the songs cover together, at any zoom, within what one song may, of 255. */
const cover = { share: 0.14, least: 70, most: 235 } as const

/**
 * Draws a view: the songs on the canvas, and for what lies over it the four variables by which the style sheet puts a place of the map on the
 * screen.
 */
export function drawMap(
  field: HTMLElement,
  canvas: HTMLCanvasElement,
  { description, map }: LoadedMap,
  { view, frame, forward }: { readonly view: MapView; readonly frame: MapFrame; readonly forward: GenreGroupName | undefined },
): void {
  const { widthPx, heightPx, bounds } = frame
  const context = canvas.getContext('2d', { alpha: false })
  if (widthPx === 0 || heightPx === 0 || context === null) return
  const screen = screenOf(view, frame)
  for (const [name, value] of [
    ['--origin-x', screen.originXPx],
    ['--unit-x', screen.pxPerUnitX],
    ['--origin-y', screen.originYPx],
    ['--unit-y', screen.pxPerUnitY],
  ] as const) {
    field.style.setProperty(name, value.toFixed(3))
  }
  const ratio = Math.min(window.devicePixelRatio, pixelRatioLimit, Math.sqrt(pixelLimit / (widthPx * heightPx)))
  const [width, height] = [Math.round(widthPx * ratio), Math.round(heightPx * ratio)]
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  const grid = gridOnScreen(bounds, screen)
  const dotPx = dot.sizePx * view.zoom ** dot.growth
  const covered = (map.songCount * dotPx * dotPx) / (widthPx * heightPx * view.zoom * view.zoom)
  const strength = Math.round(Math.min(cover.most, Math.max(cover.least, (255 * cover.share) / covered)))
  const image = context.createImageData(width, height)
  paintSongs(
    map,
    { originX: grid.originX * ratio, stepX: grid.stepX * ratio, originY: grid.originY * ratio, stepY: grid.stepY * ratio },
    { pixels: new Uint32Array(image.data.buffer), widthPx: width, heightPx: height },
    { ...familyPaint(description.genreFamilies, strength, forward), background, dotPx: dotPx * ratio },
  )
  context.putImageData(image, 0, 0)
}
