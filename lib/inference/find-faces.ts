import { isWholeInRegion, mergeDetections } from './merge-detections'
import type { Detection } from './merge-detections'
import type { PixelBox } from './pixel-box'
import { searchRegions } from './search-regions'

export type FrameSize = { readonly widthPx: number; readonly heightPx: number }

/** Looks for faces in one region of a frame; boxes come back in pixels of the frame. */
export type DetectInRegion = (region: PixelBox) => Promise<readonly Detection[]>

/** How many times a picture is magnified in turn until a face is found: larger tiles first, because small ones cut large faces. */
const pictureMagnifications = [2, 3]
const videoMagnification = 2

/** So many tiles are looked at in one video frame without a face, so that a search never holds the preview up. */
const videoTilesPerFrame = 3

async function detectInRegions(frame: FrameSize, regions: readonly PixelBox[], detect: DetectInRegion): Promise<readonly Detection[]> {
  const found: Detection[] = []
  for (const region of regions) found.push(...(await detect(region)).filter(({ box }) => isWholeInRegion(box, region, frame)))
  return mergeDetections(found)
}

const wholeFrame = (frame: FrameSize): PixelBox => ({ xPx: 0, yPx: 0, ...frame })

/** Finds the faces in a picture: in the whole of it, else in tiles that get smaller. */
export async function findFacesInPicture(frame: FrameSize, detect: DetectInRegion): Promise<readonly Detection[]> {
  const found = mergeDetections(await detect(wholeFrame(frame)))
  if (found.length > 0) return found
  for (const magnification of pictureMagnifications) {
    const inTiles = await detectInRegions(frame, searchRegions(frame, magnification), detect)
    if (inTiles.length > 0) return inTiles
  }
  return []
}

/** Finds the faces in frame after frame. Someone far away is looked for a few tiles a frame, and then followed in the tile's size around the last box. */
export function createVideoFaceFinder(): (frame: FrameSize, detect: DetectInRegion) => Promise<readonly Detection[]> {
  let lastSmallBox: PixelBox | undefined
  let nextTileIndex = 0
  return async (frame, detect) => {
    const found = mergeDetections(await detect(wholeFrame(frame)))
    if (found.length > 0) {
      lastSmallBox = undefined
      return found
    }
    const tiles = searchRegions(frame, videoMagnification)
    const regions =
      lastSmallBox === undefined
        ? Array.from({ length: videoTilesPerFrame }, (_, index) => tiles[(nextTileIndex + index) % tiles.length]).filter(
            (tile) => tile !== undefined,
          )
        : [regionAround(lastSmallBox, frame)]
    if (lastSmallBox === undefined) nextTileIndex = (nextTileIndex + videoTilesPerFrame) % tiles.length
    const inTiles = await detectInRegions(frame, regions, detect)
    lastSmallBox = inTiles[0]?.box
    return inTiles
  }
}

/** A tile centred on a box, moved into the frame. */
function regionAround(box: PixelBox, frame: FrameSize): PixelBox {
  const widthPx = frame.widthPx / videoMagnification
  const heightPx = frame.heightPx / videoMagnification
  const place = (centrePx: number, lengthPx: number, frameLengthPx: number) =>
    Math.min(Math.max(centrePx - lengthPx / 2, 0), frameLengthPx - lengthPx)
  return {
    xPx: place(box.xPx + box.widthPx / 2, widthPx, frame.widthPx),
    yPx: place(box.yPx + box.heightPx / 2, heightPx, frame.heightPx),
    widthPx,
    heightPx,
  }
}
