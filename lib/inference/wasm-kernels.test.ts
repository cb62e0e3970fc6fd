import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'

import '@tensorflow/tfjs-backend-cpu'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import {
  backend,
  concat,
  env,
  getKernel,
  matMul,
  setBackend,
  slice,
  split,
  stack,
  stridedSlice,
  tensor,
  tidy,
  tile,
  unstack,
} from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { afterAll, expect, it } from 'vitest'

import { registerWasmKernels } from './wasm-kernels'

env().set('IS_TEST', true)
const wasmPackage = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')
setWasmPaths(join(dirname(wasmPackage), 'dist/'))
registerWasmKernels()

afterAll(() => setBackend('cpu'))

const counting = (shape: number[], first = 0) =>
  tensor(
    Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, (_, index) => first + index),
    shape,
  )

/** The same cuts and joins on both backends: short runs and long ones, every axis, nothing of a tensor, all of it. */
const cases: Record<string, () => Tensor | Tensor[]> = {
  'a gate of every row': () => slice(counting([2, 7, 96]), [0, 0, 24], [2, 7, 24]),
  'the inner of five axes': () => slice(counting([2, 3, 4, 5, 6]), [1, 1, 1, 2, 3], [1, 2, 2, 3, 2]),
  'rows from the front': () => slice(counting([9, 40]), [3, 0], [4, 40]),
  'all of it': () => slice(counting([3, 4]), [0, 0], [3, 4]),
  'nothing of it': () => slice(counting([3, 4]), [1, 2], [0, 2]),
  'one number': () => slice(counting([5]), [2], [1]),
  'whole numbers': () => slice(tensor([1, 2, 3, 4, 5, 6], [2, 3], 'int32'), [0, 1], [2, 2]),
  'a step of a window': () => stridedSlice(counting([2, 5, 20, 16]), [0, 0, 3, 0], [2, 5, 4, 16], [1, 1, 1, 1], 3, 3, 0, 0, 4),
  'every second': () => stridedSlice(counting([4, 9]), [0, 1], [4, 9], [1, 2]),
  backwards: () => stridedSlice(counting([4, 9]), [3, 8], [0, 2], [-1, -3]),
  'four gates': () => split(counting([6, 192]), 4, 1),
  'parts of several lengths': () => split(counting([2, 7, 3]), [1, 4, 2], 1),
  'the steps of a sequence': () => unstack(counting([25, 4, 64])),
  'the last axis taken apart': () => unstack(counting([3, 4, 5]), -1),
  'three columns and one': () => concat([counting([8, 20, 3]), counting([8, 20, 1], 900), counting([8, 20, 1], 2000)], -1),
  'long rows': () => concat([counting([3, 50]), counting([3, 70], 500)], 1),
  'one below the other': () => concat([counting([3, 5]), counting([2, 5], 50)], 0),
  'one of them empty': () => concat([counting([3, 0]), counting([3, 2]), counting([3, 4], 9)], 1),
  'all of it twice': () => tile(counting([1, 5, 40]), [2, 1, 1]),
  'rows and columns repeated': () => tile(counting([2, 3]), [2, 3]),
  'two products of matrices': () => matMul(counting([2, 5, 3]), counting([2, 3, 4], -7)),
  'two products, one side turned': () => matMul(counting([2, 5, 3]), counting([2, 4, 3], -7), false, true),
  'six products': () => matMul(counting([6, 2, 3]), counting([6, 3, 2], -7)),
  'one matrix of two dimensions': () => matMul(counting([2, 5, 2]), counting([2, 4]), false, false),
  'one matrix for both': () => matMul(counting([2, 5, 3]), counting([1, 3, 4], -7)),
  'a pile': () => stack([counting([4, 6]), counting([4, 6], 30)], 1),
}

const valuesOn = async (backendName: string, run: () => Tensor | Tensor[]) => {
  expect(await setBackend(backendName)).toBe(true)
  return tidy(() => [run()].flat().map((part) => ({ shape: part.shape, dtype: part.dtype, values: [...part.dataSync()] })))
}

it.each(Object.entries(cases))('cuts and joins as the other backend does: %s', async (_, run) => {
  const expected = await valuesOn('cpu', run)
  expect(await valuesOn('wasm', run)).toEqual(expected)
})

it('leaves nothing in the heap', async () => {
  await setBackend('wasm')
  const before = backend().numDataIds()
  for (const run of Object.values(cases)) tidy(() => void run())
  expect(backend().numDataIds()).toBe(before)
})

it('registers its kernels once', () => {
  const kernel = getKernel('Slice', 'wasm')
  registerWasmKernels()
  expect(getKernel('Slice', 'wasm')).toBe(kernel)
})
