import { placeOnMap, type MapPoint, type MapProjection } from './map-projection'
import type { SongIndex } from './song-index'

/** As many songs as the map shows; of a larger catalogue every so-manieth, so that what is sent stays under 500 kB. */
const shownSongLimit = 100_000
/** Largest value of a place's 16 bits. */
const gridMax = 0xffff
/** The byte that stands for a song whose genre family is not known. */
export const unknownFamily = 0xff
/** x and y in 16 bits each, and the genre family. */
const bytesPerSong = 5
/** Songs whose names are asked for together; neighbours in the order are neighbours on the map. */
export const songsPerTile = 256

/** Where the songs of the map lie, corner to corner. */
export type MapBounds = { readonly minX: number; readonly maxX: number; readonly minY: number; readonly maxY: number }

/** The songs of the map along a Z-order curve (Morton 1966), so that neighbours in the order are neighbours on the map. */
export type SongMap = {
  readonly songCount: number
  readonly bounds: MapBounds
  /** (songCount,) 0..65535 from `minX` to `maxX`, and likewise for y */
  readonly xs: Uint16Array
  readonly ys: Uint16Array
  /** (songCount,) position in the index's genre families, or `unknownFamily` */
  readonly families: Uint8Array
}

/** A map with the position in the index of each of its songs. */
export type BuiltSongMap = SongMap & { readonly songPositions: Uint32Array }

/** Puts the bits of a 16-bit number at the even places of a 32-bit one. */
function spread(value: number): number {
  let bits = value
  bits = (bits | (bits << 8)) & 0x00ff00ff
  bits = (bits | (bits << 4)) & 0x0f0f0f0f
  bits = (bits | (bits << 2)) & 0x33333333
  return (bits | (bits << 1)) & 0x55555555
}

/** Lays the songs of an index out on the map. */
export function buildSongMap(songIndex: SongIndex, projection: MapProjection): BuiltSongMap {
  const { songCount, dims, vectors, numbers } = songIndex
  const stride = Math.max(1, Math.ceil(songCount / shownSongLimit))
  const shownCount = Math.ceil(songCount / stride)
  const places = Array.from({ length: shownCount }, (_, shown) =>
    placeOnMap(projection, vectors.subarray(shown * stride * dims, (shown * stride + 1) * dims)),
  )
  const bounds = places.reduce(
    ({ minX, maxX, minY, maxY }, { x, y }) => ({
      minX: Math.min(minX, x),
      maxX: Math.max(maxX, x),
      minY: Math.min(minY, y),
      maxY: Math.max(maxY, y),
    }),
    { minX: Number.POSITIVE_INFINITY, maxX: Number.NEGATIVE_INFINITY, minY: Number.POSITIVE_INFINITY, maxY: Number.NEGATIVE_INFINITY },
  )
  const onGrid = (value: number, min: number, max: number) => (max > min ? Math.round(((value - min) / (max - min)) * gridMax) : 0)
  const grid = places.map(({ x, y }) => [onGrid(x, bounds.minX, bounds.maxX), onGrid(y, bounds.minY, bounds.maxY)] as const)
  // Key and number of a song in one float64: 32 bits and fewer than 17 keep within its 53.
  const order = Float64Array.from(grid, ([x, y], shown) => (spread(x) + 2 * spread(y)) * shownSongLimit + shown)
    .sort()
    .map((keyed) => keyed % shownSongLimit)
  const { codes, missingCode } = numbers.genreFamily
  const songPositions = Uint32Array.from(order, (shown) => shown * stride)
  return {
    songCount: shownCount,
    bounds,
    xs: Uint16Array.from(order, (shown) => grid[shown]?.[0] ?? 0),
    ys: Uint16Array.from(order, (shown) => grid[shown]?.[1] ?? 0),
    families: Uint8Array.from(songPositions, (position) => {
      const code = codes[position] ?? missingCode
      return code === missingCode ? unknownFamily : code
    }),
    songPositions,
  }
}

/**
 * Writes a map as bytes: all upper bytes of x, all lower ones, those of y, then the families. Upper bytes of neighbours are alike, which
 * compresses them to almost nothing.
 */
export function encodeSongMap({ songCount, xs, ys, families }: SongMap): Uint8Array {
  const bytes = new Uint8Array(songCount * bytesPerSong)
  for (let song = 0; song < songCount; song++) {
    const [x, y] = [xs[song] ?? 0, ys[song] ?? 0]
    bytes[song] = x >> 8
    bytes[songCount + song] = x & 0xff
    bytes[2 * songCount + song] = y >> 8
    bytes[3 * songCount + song] = y & 0xff
  }
  bytes.set(families, 4 * songCount)
  return bytes
}

/** Reads a map as `encodeSongMap` wrote it; throws a RangeError where the bytes are not those of `songCount` songs. */
export function decodeSongMap(bytes: Uint8Array, songCount: number, bounds: MapBounds): SongMap {
  if (bytes.length !== songCount * bytesPerSong) {
    throw new RangeError(`The map has ${bytes.length} bytes; expected ${songCount * bytesPerSong} for ${songCount} songs.`)
  }
  const joined = (part: number) =>
    Uint16Array.from(
      { length: songCount },
      (_, song) => ((bytes[part * songCount + song] ?? 0) << 8) | (bytes[(part + 1) * songCount + song] ?? 0),
    )
  return { songCount, bounds, xs: joined(0), ys: joined(2), families: bytes.subarray(4 * songCount) }
}

/** Returns where a song of the map lies, to within the step of its 16 bits. */
export function songPlace({ xs, ys, bounds: { minX, maxX, minY, maxY } }: SongMap, song: number): MapPoint {
  return { x: minX + ((xs[song] ?? 0) / gridMax) * (maxX - minX), y: minY + ((ys[song] ?? 0) / gridMax) * (maxY - minY) }
}

/** Where the map's grid of 16 bits lies on a screen: x in px = `originX + stepX * grid x`, and likewise y. */
export type GridOnScreen = { readonly originX: number; readonly stepX: number; readonly originY: number; readonly stepY: number }

/** Returns how the grid lies on a screen on which a place of the map lies at `originPx + place * pxPerUnit`. */
export function gridOnScreen(
  { minX, maxX, minY, maxY }: MapBounds,
  screen: { readonly originXPx: number; readonly pxPerUnitX: number; readonly originYPx: number; readonly pxPerUnitY: number },
): GridOnScreen {
  return {
    originX: screen.originXPx + minX * screen.pxPerUnitX,
    stepX: ((maxX - minX) / gridMax) * screen.pxPerUnitX,
    originY: screen.originYPx + minY * screen.pxPerUnitY,
    stepY: ((maxY - minY) / gridMax) * screen.pxPerUnitY,
  }
}

/** Returns the song nearest to a point of the screen, in px, no farther than `reachPx`; undefined where there is none. */
export function nearestSong(
  { songCount, xs, ys }: SongMap,
  { originX, stepX, originY, stepY }: GridOnScreen,
  point: { readonly xPx: number; readonly yPx: number },
  reachPx: number,
): number | undefined {
  let [nearest, least] = [-1, reachPx * reachPx]
  for (let song = 0; song < songCount; song++) {
    const [dx, dy] = [originX + (xs[song] ?? 0) * stepX - point.xPx, originY + (ys[song] ?? 0) * stepY - point.yPx]
    const square = dx * dx + dy * dy
    if (square <= least) [nearest, least] = [song, square]
  }
  return nearest < 0 ? undefined : nearest
}

/** Returns the songs that lie on a screen of a size in px, or undefined where they are more than `limit`. */
export function songsInView(
  { songCount, xs, ys }: SongMap,
  { originX, stepX, originY, stepY }: GridOnScreen,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  limit: number,
): readonly number[] | undefined {
  const found: number[] = []
  for (let song = 0; song < songCount; song++) {
    const [x, y] = [originX + (xs[song] ?? 0) * stepX, originY + (ys[song] ?? 0) * stepY]
    if (x < 0 || x > widthPx || y < 0 || y > heightPx) continue
    if (found.length === limit) return undefined
    found.push(song)
  }
  return found
}
