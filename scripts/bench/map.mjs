import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

import { loadModule } from './load-module.mjs'
import { printTable } from './print-table.mjs'
import { quantile } from './quantile.mjs'

const repeats = 60
const warmUpCount = 10
/** Pixels of the map's field, as it is painted on a phone and on a desk. */
const screens = { 'phone, 716 x 920': { widthPx: 716, heightPx: 920 }, 'desk, 872 x 440': { widthPx: 872, heightPx: 440 } }
const zooms = [1, 4, 20]
/** A song's dot at these zooms, as components/map/map-field.tsx has it: 1.5 px, growing with the zoom's power of .45. */
const dotPxAt = (zoom) => 1.5 * zoom ** 0.45

function timeMs(work) {
  for (let run = 0; run < warmUpCount; run++) work()
  const times = Array.from({ length: repeats }, () => {
    const startedAtMs = performance.now()
    work()
    return performance.now() - startedAtMs
  })
  return { median: quantile(times, 0.5), p95: quantile(times, 0.95) }
}

/** Prints how long a frame of the map takes to paint, how long the song under the pointer takes to find, and what the map weighs. */
export async function benchMap({ rootDir }) {
  const {
    familyPaint,
    fitMapProjection,
    screenOf,
    wholeView,
    openSongIndex,
    paintSongs,
    buildSongMap,
    encodeSongMap,
    gridOnScreen,
    nearestSong,
  } = await loadModule('scripts/bench/map-measures.ts')
  const songIndex = openSongIndex(readFileSync(path.join(rootDir, 'public/models/song-index-v2/song-index.bin')))
  const startedAtMs = performance.now()
  const map = buildSongMap(songIndex, fitMapProjection(songIndex))
  const madeInMs = performance.now() - startedAtMs
  const sentBytes = gzipSync(encodeSongMap(map)).length
  const rows = Object.entries(screens).flatMap(([name, size]) =>
    zooms.map((zoom) => {
      const grid = gridOnScreen(map.bounds, screenOf({ ...wholeView(map.bounds), zoom }, { ...size, bounds: map.bounds }))
      const picture = { ...size, pixels: new Uint32Array(size.widthPx * size.heightPx) }
      const paint = { ...familyPaint(songIndex.genreFamilies, 120, undefined), background: 0xff000000, dotPx: dotPxAt(zoom) }
      const frame = timeMs(() => paintSongs(map, grid, picture, paint))
      const hover = timeMs(() => nearestSong(map, grid, { xPx: size.widthPx / 2, yPx: size.heightPx / 2 }, 12))
      return [`${name}, zoom ${zoom}`, frame.median.toFixed(2), frame.p95.toFixed(2), hover.median.toFixed(2)]
    }),
  )
  printTable(
    `Map of ${map.songCount} songs: made in ${madeInMs.toFixed(0)} ms, sent in ${(sentBytes / 1000).toFixed(0)} kB (a frame has 16.7 ms at 60 a second)`,
    [['screen', 'paint ms, median', 'p95', 'song under the pointer ms'], ...rows],
  )
}
