import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'

import '@tensorflow/tfjs-backend-cpu'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { env, memory, setBackend, tensor3d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { createRandom } from '@/scripts/samples/random.mjs'

import { greyCrop } from './grey-crop'
import type { FrameSize, PixelBox } from './pixel-box'

env().set('IS_TEST', true)
setWasmPaths(join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/'))

type Colour = readonly [number, number, number]

async function crop(sidePx: number, colourAt: (x: number, y: number) => Colour, filled: FrameSize, box: PixelBox, output: FrameSize) {
  const colours = Array.from({ length: sidePx * sidePx }, (_, index) => colourAt(index % sidePx, Math.floor(index / sidePx)))
  const pixels = tensor3d(Int32Array.from(colours.flat()), [sidePx, sidePx, 3], 'int32')
  const grey = greyCrop(pixels, filled, box, output)
  const levels = await grey.data<'float32'>()
  pixels.dispose()
  grey.dispose()
  return levels
}

const primaries: readonly Colour[] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
]
const rounded = (levels: Float32Array) => [...levels].map(Math.round)
const noise = createRandom(5).uniform
const levelsOfNoise = Array.from({ length: 64 * 64 * 3 }, () => Math.floor(256 * noise()))
const noiseAt = (x: number, y: number): Colour => {
  const at = 3 * (y * 64 + x)
  return [levelsOfNoise[at] ?? 0, levelsOfNoise[at + 1] ?? 0, levelsOfNoise[at + 2] ?? 0]
}

describe.each(['cpu', 'wasm'])('greyCrop on the %s backend', (backendName) => {
  beforeAll(async () => {
    await setBackend(backendName)
  })

  it('weighs colours by their brightness as BT.601 does', async () => {
    const box = { xPx: 0, yPx: 0, widthPx: 3, heightPx: 1 }
    const levels = await crop(4, (x) => primaries[x] ?? [0, 0, 0], { widthPx: 3, heightPx: 1 }, box, { widthPx: 3, heightPx: 1 })
    expect(rounded(levels)).toEqual([76, 150, 29])
  })

  it('takes rows for rows and columns for columns, and goes on with the outermost pixels beyond the edges of what is filled', async () => {
    const box = { xPx: -1, yPx: 0, widthPx: 4, heightPx: 3 }
    const levels = await crop(
      4,
      (x, y) => [50 + 100 * x + 20 * y, 50 + 100 * x + 20 * y, 50 + 100 * x + 20 * y],
      { widthPx: 2, heightPx: 2 },
      box,
      {
        widthPx: 4,
        heightPx: 3,
      },
    )
    expect(rounded(levels)).toEqual([50, 50, 150, 150, 70, 70, 170, 170, 70, 70, 170, 170])
  })

  it('does the same as the other backends, and leaves no tensor behind', async () => {
    const box = { xPx: 3.3, yPx: -2.7, widthPx: 55.1, heightPx: 55.1 }
    const size = { widthPx: 48, heightPx: 48 }
    const tensorCount = memory().numTensors
    const found = await crop(64, noiseAt, { widthPx: 60, heightPx: 64 }, box, size)
    expect(memory().numTensors).toBe(tensorCount)
    await setBackend('cpu')
    const onCpu = await crop(64, noiseAt, { widthPx: 60, heightPx: 64 }, box, size)
    await setBackend(backendName)
    // Levels up to 255 in single precision, summed in another order.
    expect(Math.max(...found.map((level, index) => Math.abs(level - (onCpu[index] ?? NaN))))).toBeLessThan(0.01)
  })
})
