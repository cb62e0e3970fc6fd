import { drawnPalettes, faceSvg, frameSize } from '@/e2e/fixtures/face-svg.mjs'
import type { PixelBox } from '@/lib/inference/pixel-box'
import { createRandom } from '@/scripts/samples/random.mjs'

/** A picture of a face and where the face lies in it, in the picture's pixels. */
export type FacePicture = { readonly name: string; readonly picture: ImageBitmap; readonly face: PixelBox }

type Context = OffscreenCanvasRenderingContext2D
type Random = () => number

const between = (random: Random, low: number, high: number) => low + random() * (high - low)
const pick = <Item>(random: Random, items: readonly [Item, ...Item[]]): Item => items[Math.floor(random() * items.length)] ?? items[0]
const colour = (random: Random, lightness = between(random, 15, 90)) =>
  `hsl(${Math.floor(random() * 360)} ${Math.floor(between(random, 5, 60))}% ${Math.floor(lightness)}%)`

function newFrame(): { readonly canvas: OffscreenCanvas; readonly context: Context } {
  const canvas = new OffscreenCanvas(frameSize.widthPx, frameSize.heightPx)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('This browser gives no 2D canvas.')
  return { canvas, context }
}

/** Noise of one grain size, in colours or grey. */
function drawNoise(context: Context, random: Random) {
  const grainPx = pick(random, [1, 2, 4, 8, 16, 32])
  const isGrey = random() < 0.5
  const contrast = between(random, 30, 127)
  const width = Math.ceil(frameSize.widthPx / grainPx)
  const height = Math.ceil(frameSize.heightPx / grainPx)
  const grains = new ImageData(width, height)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const level = () => 128 + contrast * (2 * random() - 1)
    const grey = level()
    grains.data.set(isGrey ? [grey, grey, grey, 255] : [level(), level(), level(), 255], 4 * pixel)
  }
  const small = new OffscreenCanvas(width, height)
  small.getContext('2d')?.putImageData(grains, 0, 0)
  context.imageSmoothingEnabled = random() < 0.5
  context.drawImage(small, 0, 0, frameSize.widthPx, frameSize.heightPx)
  context.imageSmoothingEnabled = true
}

/** Cloth, tiles, pebbles, wood, leaves: shapes of one kind over and over. */
function drawTexture(context: Context, random: Random) {
  context.fillStyle = colour(random)
  context.fillRect(0, 0, frameSize.widthPx, frameSize.heightPx)
  const kind = pick(random, ['stripes', 'checks', 'dots', 'pebbles', 'wood', 'leaves'])
  const sizePx = between(random, 6, 90)
  const colours = [colour(random), colour(random), colour(random)] as const
  context.save()
  context.translate(frameSize.widthPx / 2, frameSize.heightPx / 2)
  context.rotate(kind === 'checks' || kind === 'stripes' ? between(random, 0, Math.PI) : 0)
  for (let y = -500; y < 500; y += sizePx) {
    if (kind === 'stripes') {
      context.fillStyle = pick(random, colours)
      context.fillRect(-500, y, 1000, sizePx * between(random, 0.3, 0.8))
      continue
    }
    if (kind === 'wood') {
      context.strokeStyle = pick(random, colours)
      context.lineWidth = between(random, 1, 5)
      context.beginPath()
      for (let x = -500; x <= 500; x += 10) context.lineTo(x, y + 14 * Math.sin(x / between(random, 60, 70) + y / 30))
      context.stroke()
      continue
    }
    for (let x = -500; x < 500; x += sizePx) {
      context.fillStyle = pick(random, colours)
      const jitter = () => between(random, -0.3, 0.3) * sizePx
      if (kind === 'checks') context.fillRect(x, y, sizePx / 2, sizePx / 2)
      else {
        const isLeaf = kind === 'leaves'
        const place = kind === 'dots' ? [x, y] : [x + jitter(), y + jitter()]
        context.beginPath()
        const turn = kind === 'dots' ? 0 : between(random, 0, Math.PI)
        context.ellipse(
          place[0] ?? x,
          place[1] ?? y,
          sizePx * 0.35,
          sizePx * (isLeaf ? 0.15 : between(random, 0.25, 0.4)),
          turn,
          0,
          2 * Math.PI,
        )
        context.fill()
      }
    }
  }
  context.restore()
}

/** A room with what stands in rooms: a window, pictures, a shelf of books, a lamp, a clock, a plant, cushions, plates, a socket. */
function drawRoom(context: Context, random: Random) {
  const { widthPx, heightPx } = frameSize
  const wall = context.createLinearGradient(0, 0, widthPx, heightPx)
  wall.addColorStop(0, colour(random))
  wall.addColorStop(1, colour(random))
  context.fillStyle = wall
  context.fillRect(0, 0, widthPx, heightPx)
  context.fillStyle = colour(random, 35)
  const floorPx = between(random, 330, 440)
  context.fillRect(0, floorPx, widthPx, heightPx - floorPx)
  const disc = (xPx: number, yPx: number, radiusPx: number, fill: string) => {
    context.fillStyle = fill
    context.beginPath()
    context.arc(xPx, yPx, radiusPx, 0, 2 * Math.PI)
    context.fill()
  }
  const box = (xPx: number, yPx: number, boxWidthPx: number, boxHeightPx: number, fill: string) => {
    context.fillStyle = fill
    context.fillRect(xPx, yPx, boxWidthPx, boxHeightPx)
  }
  const things: readonly ((xPx: number, yPx: number, sizePx: number) => void)[] = [
    (x, y, size) => {
      box(x, y, size, size * 1.2, '#eef')
      for (const share of [0, 0.48, 0.96]) box(x + share * size, y, 0.04 * size, size * 1.2, '#876')
      box(x, y + size * 0.58, size, size * 0.04, '#876')
    },
    (x, y, size) => {
      box(x, y, size, size * 0.8, colour(random, 25))
      box(x + size * 0.1, y + size * 0.1, size * 0.8, size * 0.6, colour(random))
      disc(x + between(random, 0.3, 0.7) * size, y + size * 0.4, size * 0.15, colour(random))
    },
    (x, y, size) => {
      box(x, y, size, size, colour(random, 30))
      for (let row = 0; row < 3; row++) {
        for (let column = 0; column < 8; column++) {
          const bookPx = between(random, 0.2, 0.3) * size
          box(x + (column / 8) * size, y + (row / 3 + 0.32) * size - bookPx, size * 0.1, bookPx, colour(random))
        }
      }
    },
    (x, y, size) => {
      disc(x, y, size * 0.4, '#fdf6dc')
      box(x - size * 0.03, y + size * 0.4, size * 0.06, size, '#444')
    },
    (x, y, size) => {
      disc(x, y, size * 0.4, '#f4f4f0')
      context.strokeStyle = '#222'
      context.lineWidth = size * 0.04
      context.beginPath()
      context.arc(x, y, size * 0.4, 0, 2 * Math.PI)
      context.moveTo(x + size * 0.2 * random(), y - size * 0.25)
      context.lineTo(x, y)
      context.lineTo(x + size * 0.22, y + size * 0.1)
      context.stroke()
    },
    (x, y, size) => {
      box(x - size * 0.2, y, size * 0.4, size * 0.4, '#a5633c')
      for (let leaf = 0; leaf < 12; leaf++)
        disc(x + between(random, -0.4, 0.4) * size, y - random() * size * 0.7, size * 0.12, colour(random, 35))
    },
    (x, y, size) => {
      box(x, y, size * 1.6, size * 0.7, colour(random))
      for (const share of [0.1, 0.85]) box(x + share * size, y + size * 0.1, size * 0.6, size * 0.45, colour(random))
    },
    // A wall socket, which looks back.
    (x, y, size) => {
      box(x, y, size * 0.6, size * 0.6, '#e8e8e4')
      disc(x + size * 0.3, y + size * 0.3, size * 0.22, '#d4d4ce')
      for (const share of [0.2, 0.4]) disc(x + share * size, y + size * 0.3, size * 0.04, '#333')
    },
  ]
  const thingCount = Math.floor(between(random, 4, 14))
  for (let count = 0; count < thingCount; count++) {
    const thing = things[Math.floor(random() * things.length)]
    thing?.(random() * widthPx, random() * heightPx, between(random, 25, 180))
  }
}

/** A camera's grain and the light of the place over a whole frame. */
function exposeFrame(context: Context, random: Random) {
  context.globalCompositeOperation = 'multiply'
  const light = Math.floor(between(random, 140, 255))
  context.fillStyle = `rgb(${light} ${light} ${light})`
  context.fillRect(0, 0, frameSize.widthPx, frameSize.heightPx)
  context.globalCompositeOperation = 'source-over'
}

const backgrounds = { noise: drawNoise, texture: drawTexture, room: drawRoom } as const
export const backgroundKinds = ['noise', 'texture', 'room'] as const

/** A frame without a face, by its number: noise, texture and rooms in turn. */
export function emptyFrame(index: number): OffscreenCanvas {
  const { canvas, context } = newFrame()
  const random = createRandom(index + 1).uniform
  backgrounds[backgroundKinds[index % backgroundKinds.length] ?? 'room'](context, random)
  exposeFrame(context, random)
  return canvas
}

/** People that the project draws, one a palette, each with its own look; the face is where the drawing has it. */
export function drawPeople(): Promise<readonly FacePicture[]> {
  return Promise.all(
    drawnPalettes.map(async (palette, index) => {
      const image = new Image()
      image.src = `data:image/svg+xml;base64,${btoa(faceSvg({ smile: index % 2, palette }))}`
      await image.decode()
      return { name: 'drawn', picture: await createImageBitmap(image), face: drawnFaceBox }
    }),
  )
}

/** From brow to chin and ear to ear of personSvg's head, as the detector would box it. */
const drawnFaceBox: PixelBox = { xPx: 214, yPx: 150, widthPx: 212, heightPx: 212 }

/** How much of a picture around the face is pasted with it, in widths of the face: hair, neck, the start of the shoulders. */
const surroundings = { side: 0.75, above: 0.8, below: 0.7 }

/** A frame with a face widthPx wide at a place that the seed chooses, before a room; returns where the face lies in it. */
export function frameWithFace(
  { picture, face }: FacePicture,
  widthPx: number,
  seed: number,
): { readonly canvas: OffscreenCanvas; readonly face: PixelBox } {
  const { canvas, context } = newFrame()
  const random = createRandom(seed + 1).uniform
  drawRoom(context, random)
  const scale = widthPx / face.widthPx
  const heightPx = face.heightPx * scale
  const xPx = random() * (frameSize.widthPx - widthPx)
  const yPx = random() * (frameSize.heightPx - heightPx)
  // A picture is shrunk by halves first: one step of a canvas would skip pixels.
  const left = Math.max(0, face.xPx - surroundings.side * face.widthPx)
  const top = Math.max(0, face.yPx - surroundings.above * face.widthPx)
  const right = Math.min(picture.width, face.xPx + (1 + surroundings.side) * face.widthPx)
  const bottom = Math.min(picture.height, face.yPx + face.heightPx + surroundings.below * face.widthPx)
  context.imageSmoothingQuality = 'high'
  context.drawImage(
    picture,
    left,
    top,
    right - left,
    bottom - top,
    xPx + (left - face.xPx) * scale,
    yPx + (top - face.yPx) * scale,
    (right - left) * scale,
    (bottom - top) * scale,
  )
  exposeFrame(context, random)
  return { canvas, face: { xPx, yPx, widthPx, heightPx } }
}
