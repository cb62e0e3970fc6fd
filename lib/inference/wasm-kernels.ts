import { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import { backend_util, getKernel, registerKernel, slice_util, unregisterKernel, util } from '@tensorflow/tfjs-core'
import type { Attribute, KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'

/** From so many numbers on a run is copied faster by the browser than by a loop. */
const LONG_RUN = 32
/** So many pairs of matrices are multiplied pair by pair; of more they are small, and the calls would cost more. */
const MOST_MATRICES = 4

type Numbers = backend_util.TypedArray

/**
 * Puts kernels of our own in the place of TF.js' WebAssembly ones that cut, join, repeat and multiply tensors.
 *
 * TF.js 4.22.0 copies all of a tensor out of the heap for each part that is cut from it; an unrolled LSTM cuts four gates a step, and half of
 * its time went there. It also joins rows by views, which costs more than the few numbers in them, repeats tensors through JavaScript, and
 * multiplies several matrices at once without the fast routine that it has for two. What these give is the same, but for the last bits of products.
 */
export function registerWasmKernels(): void {
  replaceKernel('Slice', (backend, [x], attrs) => {
    const [begin = [], size = []] = slice_util.parseSliceParams(x, numbersOf(attrs['begin']), numbersOf(attrs['size']))
    return cut(backend, x, begin, size)
  })
  replaceKernel('StridedSlice', (backend, [x], attrs) => {
    const mask = (name: string) => Number(attrs[name])
    const { isIdentity, sliceDim0, isSimpleSlice, begin, end, strides, finalShape } = slice_util.sliceInfo(
      x.shape,
      numbersOf(attrs['begin']),
      numbersOf(attrs['end']),
      numbersOf(attrs['strides']),
      mask('beginMask'),
      mask('endMask'),
      mask('ellipsisMask'),
      mask('newAxisMask'),
      mask('shrinkAxisMask'),
    )
    if (isIdentity || !(sliceDim0 || isSimpleSlice)) return undefined
    return { ...cut(backend, x, begin, slice_util.computeOutShape(begin, end, strides)), shape: finalShape }
  })
  replaceKernel('SplitV', (backend, [x], attrs) => {
    const axis = axisOf(attrs, x)
    const wanted = attrs['numOrSizeSplits']
    const lengths = backend_util.prepareSplitSize(x, Array.isArray(wanted) ? numbersOf(wanted) : Number(wanted), axis)
    let at = 0
    return lengths.map((length) => {
      const begin = x.shape.map((_, index) => (index === axis ? at : 0))
      at += length
      return cut(backend, x, begin, x.shape.with(axis, length))
    })
  })
  replaceKernel('Unpack', (backend, [x], attrs) => {
    const axis = axisOf(attrs, x)
    return Array.from({ length: x.shape[axis] ?? 0 }, (_, place) => {
      const begin = x.shape.map((_length, index) => (index === axis ? place : 0))
      return { ...cut(backend, x, begin, x.shape.with(axis, 1)), shape: x.shape.toSpliced(axis, 1) }
    })
  })
  replaceKernel('Concat', (backend, tensors, attrs) => {
    const [first, ...others] = tensors.filter(({ shape }) => util.sizeFromShape(shape) > 0)
    return first === undefined || others.length === 0 ? undefined : join(backend, [first, ...others], axisOf(attrs, first))
  })
  replaceKernel('Tile', (backend, [x], attrs) => {
    const [count = 1, ...inner] = numbersOf(attrs['reps'])
    return count < 2 || inner.some((inside) => inside !== 1)
      ? undefined
      : join(backend, [x, ...Array.from({ length: count - 1 }, () => x)], 0)
  })
  replaceKernel('BatchMatMul', (backend, [a, b], attrs, original) => {
    const matrixCount = a.shape[0] ?? 0
    const areAlike = a.shape.length === 3 && b?.shape.length === 3 && b.shape[0] === matrixCount
    const areTurned = attrs['transposeA'] === true || attrs['transposeB'] === true
    if (!areAlike || areTurned || matrixCount < 2 || matrixCount > MOST_MATRICES) return undefined
    const matrixOf = (tensor: TensorInfo, place: number) => cut(backend, tensor, [place, 0, 0], tensor.shape.with(0, 1))
    const products = Array.from({ length: matrixCount }, (_, place) => {
      const inputs = { a: matrixOf(a, place), b: matrixOf(b, place) }
      const product = original({ inputs, backend, attrs })
      for (const { dataId } of Object.values(inputs)) backend.disposeData(dataId)
      return product
    }).flat()
    const [first, ...others] = products
    const out = first && join(backend, [first, ...others], 0)
    for (const { dataId } of products) backend.disposeData(dataId)
    return out
  })
}

/** The tensors that a kernel is given, one at least. */
type Tensors = readonly [TensorInfo, ...TensorInfo[]]

/** A kernel of ours; where it gives nothing, TF.js' own is asked. */
type WasmKernel = (
  backend: BackendWasm,
  tensors: Tensors,
  attrs: NamedAttrMap,
  original: KernelFunc,
) => TensorInfo | TensorInfo[] | undefined

const replaced = new WeakSet<KernelFunc>()

/** Registers a kernel in the place of TF.js' own; once, however often it is asked for. */
function replaceKernel(kernelName: string, kernel: WasmKernel): void {
  const config = getKernel(kernelName, 'wasm')
  if (config === undefined || replaced.has(config.kernelFunc)) return
  const kernelFunc: KernelFunc = (params) => {
    const { inputs, backend, attrs = {} } = params
    const [first, ...others] = Object.values(inputs).filter((tensor) => tensor !== undefined)
    // Text lies outside the heap.
    const isOurs = backend instanceof BackendWasm && first !== undefined && first.dtype !== 'string'
    return (isOurs ? kernel(backend, [first, ...others], attrs, config.kernelFunc) : undefined) ?? config.kernelFunc(params)
  }
  replaced.add(kernelFunc)
  unregisterKernel(kernelName, 'wasm')
  registerKernel({ ...config, kernelFunc })
}

const axisOf = (attrs: NamedAttrMap, { shape }: TensorInfo): number => util.parseAxisParam(Number(attrs['axis']), shape)[0] ?? 0

const numbersOf = (attribute: Attribute | undefined): number[] => (Array.isArray(attribute) ? attribute.map(Number) : [Number(attribute)])

/** A part of a tensor as a tensor of its own. */
function cut(backend: BackendWasm, x: TensorInfo, begin: readonly number[], size: number[]): TensorInfo {
  const out = backend.makeOutput(size, x.dtype)
  // Only now: making the output may move the heap, and views of it with it.
  const from = backend.typedArrayFromHeap(x)
  const to = backend.typedArrayFromHeap(out)
  // What lies behind `axis` is taken whole, so that the part is made of runs.
  let axis = size.length - 1
  while (axis > 0 && size[axis] === x.shape[axis]) axis -= 1
  const strides = x.shape.map((_, index) => util.sizeFromShape(x.shape.slice(index + 1)))
  const runLength = util.sizeFromShape(size.slice(Math.max(axis, 0)))
  const runCount = runLength === 0 ? 0 : to.length / runLength
  const place = size.slice(0, Math.max(axis, 0)).fill(0)
  let fromAt = begin.reduce((sum, at, index) => sum + at * (strides[index] ?? 0), 0)
  for (let run = 0; run < runCount; run += 1) {
    copyRun(from, fromAt, to, run * runLength, runLength)
    for (let index = place.length - 1; index >= 0; index -= 1) {
      const [length, stride, at] = [size[index] ?? 0, strides[index] ?? 0, place[index] ?? 0]
      if (at + 1 < length) {
        place[index] = at + 1
        fromAt += stride
        break
      }
      place[index] = 0
      fromAt -= at * stride
    }
  }
  return out
}

/** Tensors one after another along an axis. */
function join(backend: BackendWasm, parts: Tensors, axis: number): TensorInfo {
  const [{ shape, dtype }] = parts
  const shapes = parts.map((part) => part.shape)
  backend_util.assertParamsConsistent(shapes, axis)
  const out = backend.makeOutput(backend_util.computeOutShape(shapes, axis), dtype)
  // Asking for a tensor may move it into the heap, which may grow and leave the views before empty: all are moved first.
  for (const part of parts) backend.typedArrayFromHeap(part)
  const to = backend.typedArrayFromHeap(out)
  const runLengths = shapes.map((partShape) => util.sizeFromShape(partShape.slice(axis)))
  const rowLength = runLengths.reduce((sum, length) => sum + length, 0)
  const rowCount = util.sizeFromShape(shape.slice(0, axis))
  let rowAt = 0
  for (const [index, part] of parts.entries()) {
    const from = backend.typedArrayFromHeap(part)
    const runLength = runLengths[index] ?? 0
    for (let row = 0; row < rowCount; row += 1) copyRun(from, row * runLength, to, row * rowLength + rowAt, runLength)
    rowAt += runLength
  }
  return out
}

function copyRun(from: Numbers, fromAt: number, to: Numbers, toAt: number, length: number): void {
  if (length >= LONG_RUN) {
    to.set(from.subarray(fromAt, fromAt + length), toAt)
    return
  }
  for (let index = 0; index < length; index += 1) to[toAt + index] = from[fromAt + index] ?? 0
}
