// Turns a TensorFlow Lite model into a TF.js graph model. It knows the few operators of MediaPipe's face detector and refuses others.

// Codes and field numbers from TensorFlow Lite's schema.fbs.
const tensorTypes = { 0: 'float32', 1: 'float16', 2: 'int32' }
const bytesPerValue = { float32: 4, float16: 2, int32: 4 }
const dequantize = 6
const samePadding = 0

const text = (value) => ({ s: Buffer.from(value).toString('base64') })
const sizes = (values) => ({ list: { i: values.map(String) } })
const floats = { type: 'DT_FLOAT' }

/** Reads tables of a flatbuffer by field number; a field that is left out has its default. */
function flatbufferReader(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fieldPosition = (table, field) => {
    const vtable = table - view.getInt32(table, true)
    const slot = 4 + 2 * field
    const offset = slot < view.getUint16(vtable, true) ? view.getUint16(vtable + slot, true) : 0
    return offset === 0 ? undefined : table + offset
  }
  const follow = (position) => position + view.getUint32(position, true)
  const vector = (table, field, read) => {
    const position = fieldPosition(table, field)
    if (position === undefined) return []
    const start = follow(position)
    return Array.from({ length: view.getUint32(start, true) }, (_, index) => read(start + 4 + 4 * index))
  }
  const scalar = (table, field, read) => {
    const position = table === undefined ? undefined : fieldPosition(table, field)
    return position === undefined ? 0 : read(position)
  }
  return {
    root: follow(0),
    table: (table, field) => {
      const position = fieldPosition(table, field)
      return position === undefined ? undefined : follow(position)
    },
    tables: (table, field) => vector(table, field, follow),
    ints: (table, field) => vector(table, field, (position) => view.getInt32(position, true)),
    int32: (table, field) => scalar(table, field, (position) => view.getInt32(position, true)),
    int8: (table, field) => scalar(table, field, (position) => view.getInt8(position)),
    bytes: (table, field) => {
      const position = fieldPosition(table, field)
      if (position === undefined) return new Uint8Array()
      const start = follow(position)
      return bytes.subarray(start + 4, start + 4 + view.getUint32(start, true))
    },
  }
}

/** A copy of values of shape (outer, ...) with the first axis moved to the end. */
function moveFirstAxisLast(values, outerCount) {
  const innerCount = values.length / outerCount
  const moved = new values.constructor(values.length)
  for (let outer = 0; outer < outerCount; outer++) {
    for (let inner = 0; inner < innerCount; inner++) moved[inner * outerCount + outer] = values[outer * innerCount + inner]
  }
  return moved
}

/**
 * Converts a TFLite model of one subgraph. The graph model's input and outputs keep their names; weights stay float16 where they are.
 * Returns model.json as an object and the weights' bytes.
 */
export function tfliteToGraphModel(bytes, weightsFileName) {
  const read = flatbufferReader(bytes)
  const operatorCodes = read.tables(read.root, 1).map((code) => Math.max(read.int8(code, 0), read.int32(code, 3)))
  const [subgraph] = read.tables(read.root, 2)
  const buffers = read.tables(read.root, 4).map((buffer) => read.bytes(buffer, 0))
  const tensors = read.tables(subgraph, 0).map((tensor, index) => ({
    name: `tensor${index}`,
    label: Buffer.from(read.bytes(tensor, 3)).toString(),
    shape: read.ints(tensor, 0),
    type: tensorTypes[read.int8(tensor, 1)],
    data: buffers[read.int32(tensor, 2)],
  }))
  const inputs = read.ints(subgraph, 1).map((index) => tensors[index])
  const outputs = read.ints(subgraph, 2).map((index) => tensors[index])
  for (const tensor of [...inputs, ...outputs]) tensor.name = tensor.label

  const nodes = inputs.map(({ name }) => ({ name, op: 'Placeholder', attr: { dtype: floats } }))
  const weightSpecs = []
  const weightParts = []
  const addConstant = (name, shape, dtype, values) => {
    const isHalf = values instanceof Uint16Array
    nodes.push({ name, op: 'Const', attr: { dtype: { type: dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT' } } })
    weightSpecs.push({ name, shape, dtype, ...(isHalf ? { quantization: { dtype: 'float16', original_dtype: 'float32' } } : {}) })
    weightParts.push(Buffer.from(values.buffer, values.byteOffset, values.byteLength))
    return name
  }
  const valuesOf = ({ data, type }) => {
    const aligned = Uint8Array.from(data).buffer
    const length = data.byteLength / bytesPerValue[type]
    if (type === 'float16') return new Uint16Array(aligned, 0, length)
    return type === 'int32' ? new Int32Array(aligned, 0, length) : new Float32Array(aligned, 0, length)
  }
  // Half-precision weights go through a dequantising operator; the graph model stores them as they are.
  const stored = (tensor) => tensor.source ?? tensor
  const addWeights = (tensor, shape, rearrange = (values) => values) =>
    addConstant(`${tensor.name}/values`, shape, 'float32', rearrange(valuesOf(stored(tensor))))
  const addInts = (name, values) => addConstant(name, [values.length], 'int32', Int32Array.from(values))
  const windowAttributes = (options, isPadded = read.int8(options, 0) === samePadding) => ({
    T: floats,
    data_format: text('NHWC'),
    padding: text(isPadded ? 'SAME' : 'VALID'),
    strides: sizes([1, read.int32(options, 2), read.int32(options, 1), 1]),
  })
  const addConvolution = (op, [image, filter, bias], output, options) => {
    // TensorFlow Lite has the axis of the outputs first, the graph model last.
    const [outerCount, ...innerShape] = filter.shape
    const weights = addWeights(filter, [...innerShape, outerCount], (values) => moveFirstAxisLast(values, outerCount))
    // Fused with its bias: adding one apart costs TF.js more time than the convolution itself.
    nodes.push({
      name: output.name,
      op,
      input: [image.name, weights, addWeights(bias, bias.shape)],
      attr: {
        ...windowAttributes(options),
        dilations: sizes([1, 1, 1, 1]),
        fused_ops: { list: { s: [text('BiasAdd').s] } },
        num_args: { i: '1' },
        epsilon: { f: 0 },
      },
    })
  }

  const writers = {
    0: ([a, b], output) => nodes.push({ name: output.name, op: 'AddV2', input: [a.name, b.name], attr: { T: floats } }),
    2: (parts, output, options) => {
      const axis = addConstant(`${output.name}/axis`, [], 'int32', Int32Array.of(read.int32(options, 0)))
      const attr = { T: floats, N: { i: String(parts.length) } }
      nodes.push({ name: output.name, op: 'ConcatV2', input: [...parts.map(({ name }) => name), axis], attr })
    },
    3: (operands, output, options) => addConvolution('_FusedConv2D', operands, output, options),
    4: (operands, output, options) => addConvolution('FusedDepthwiseConv2dNative', operands, output, options),
    17: ([image], output, options) => {
      const ksize = sizes([1, read.int32(options, 4), read.int32(options, 3), 1])
      nodes.push({ name: output.name, op: 'MaxPool', input: [image.name], attr: { ...windowAttributes(options), ksize } })
    },
    19: ([image], output) => nodes.push({ name: output.name, op: 'Relu', input: [image.name], attr: { T: floats } }),
    22: ([image], output) => {
      const shape = addInts(`${output.name}/shape`, output.shape)
      nodes.push({ name: output.name, op: 'Reshape', input: [image.name, shape], attr: { T: floats } })
    },
    34: ([image, paddings], output) => {
      const values = addConstant(`${output.name}/paddings`, paddings.shape, 'int32', valuesOf(paddings))
      nodes.push({ name: output.name, op: 'Pad', input: [image.name, values], attr: { T: floats } })
    },
  }

  for (const operator of read.tables(subgraph, 3)) {
    const code = operatorCodes[read.int32(operator, 0)]
    const operands = read.ints(operator, 1).map((index) => tensors[index])
    const output = tensors[read.ints(operator, 2)[0]]
    if (code === dequantize) {
      output.source = operands[0]
      continue
    }
    const write = writers[code]
    if (write === undefined)
      throw new Error(`Found the TensorFlow Lite operator ${code}; expected one of ${Object.keys(writers).join(', ')}.`)
    write(operands, output, read.table(operator, 4))
  }

  const signatureOf = (list) =>
    Object.fromEntries(
      list.map(({ name, shape }) => [
        name,
        { name: `${name}:0`, dtype: 'DT_FLOAT', tensorShape: { dim: shape.map((size) => ({ size: String(size) })) } },
      ]),
    )
  return {
    model: {
      format: 'graph-model',
      signature: { inputs: signatureOf(inputs), outputs: signatureOf(outputs) },
      modelTopology: { node: nodes, library: {}, versions: {} },
      weightsManifest: [{ paths: [weightsFileName], weights: weightSpecs }],
    },
    weights: Buffer.concat(weightParts),
  }
}
