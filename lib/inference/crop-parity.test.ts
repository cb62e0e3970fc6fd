import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import '@tensorflow/tfjs-backend-cpu'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { env, setBackend, tensor3d } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { modelManifestSchema } from '@/lib/contracts/model-manifest'

import { placeCrop } from './crop-reader'
import { faceCropSquare } from './face-crop-square'
import { greyCrop } from './grey-crop'
import { modelFolders } from './model-folders'
import { readModelJson } from './test-support'

env().set('IS_TEST', true)
setWasmPaths(join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/'))

/** In grey levels of 255: single precision against double, and three digits behind the point in the file. */
const tolerance = 0.01

const boxSchema = z.object({ xPx: z.number(), yPx: z.number(), widthPx: z.number(), heightPx: z.number() })
const fixturesSchema = z.object({
  widthPx: z.number(),
  heightPx: z.number(),
  rgbBase64: z.string(),
  cases: z.array(z.object({ name: z.string(), box: boxSchema, levels: z.array(z.number()) })),
})

// Written by training/face_emotion/parity_crop.py.
const fixtures = fixturesSchema.parse(JSON.parse(await readFile(join(import.meta.dirname, 'crop-fixtures.json'), 'utf8')))
const manifest = modelManifestSchema.parse(await readModelJson(modelFolders['face-emotion'], 'manifest.json'))

/** The part of the picture that a crop is read from, as its canvas would hold it: pixel by pixel, black where nothing was drawn. */
function canvasPixels({ canvasSidePx, part }: ReturnType<typeof placeCrop>) {
  const picture = Buffer.from(fixtures.rgbBase64, 'base64')
  const pixels = new Int32Array(canvasSidePx * canvasSidePx * 3)
  for (let y = 0; y < part.heightPx; y++) {
    const from = 3 * ((part.yPx + y) * fixtures.widthPx + part.xPx)
    pixels.set(picture.subarray(from, from + 3 * part.widthPx), 3 * y * canvasSidePx)
  }
  return tensor3d(pixels, [canvasSidePx, canvasSidePx, 3], 'int32')
}

describe.each(['cpu', 'wasm'])('on the %s backend', (backendName) => {
  it.each(fixtures.cases)('the crop of $name is the one that training cuts', async ({ box, levels }) => {
    expect(await setBackend(backendName)).toBe(true)
    if (manifest.modelId !== 'face-emotion') throw new Error(`This is the manifest of ${manifest.modelId}.`)
    const { crop } = manifest
    const placed = placeCrop(fixtures, faceCropSquare(box, 0, crop))
    expect(placed.placement.scale).toBe(1)
    const pixels = canvasPixels(placed)
    const found = await greyCrop(pixels, placed.filled, placed.box, crop).data<'float32'>()
    expect(found).toHaveLength(levels.length)
    expect(Math.max(...levels.map((level, index) => Math.abs(level - (found[index] ?? NaN))))).toBeLessThan(tolerance)
  })
})
