import { Builder } from 'flatbuffers'

// Field numbers of the tables used here, from TensorFlow Lite's schema.fbs and metadata_schema.fbs.
const modelFields = { version: 0, operatorCodes: 1, subgraphs: 2, description: 3, buffers: 4, metadata: 6, signatureDefs: 7 }
const modelFieldCount = 8
const rgbColourSpace = 1
const normalizationOptions = 1
const imageProperties = 2

const modelIdentifier = 'TFL3'
const metadataIdentifier = 'M001'
const metadataEntryName = 'TFLITE_METADATA'

// TensorFlow Lite maps buffers at addresses that are multiples of 16.
const alignmentBytes = 16

const alignedLength = (length) => Math.ceil(length / alignmentBytes) * alignmentBytes
const viewOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Position of a table's field, or 0 where the table lacks it. */
const fieldPosition = (view, table, field) => {
  const vtable = table - view.getInt32(table, true)
  const slot = 4 + 2 * field
  const offset = slot < view.getUint16(vtable, true) ? view.getUint16(vtable + slot, true) : 0
  return offset === 0 ? 0 : table + offset
}
const follow = (view, position) => position + view.getUint32(position, true)
const rootTable = (view) => follow(view, 0)

const addTable = (builder, fieldCount, addFields) => {
  builder.startObject(fieldCount)
  addFields()
  return builder.endObject()
}
const addOffsetVector = (builder, offsets) => {
  builder.startVector(4, offsets.length, 4)
  for (const offset of offsets.toReversed()) builder.addOffset(offset)
  return builder.endVector()
}
const addFloatVector = (builder, values) => {
  builder.startVector(4, values.length, 4)
  for (const value of values.toReversed()) builder.addFloat32(value)
  return builder.endVector()
}

const addTensorMetadata = (builder, name, contentOffset, processUnitsOffset) => {
  const nameOffset = builder.createString(name)
  return addTable(builder, 7, () => {
    builder.addFieldOffset(0, nameOffset, 0)
    builder.addFieldOffset(3, contentOffset, 0)
    builder.addFieldOffset(4, processUnitsOffset, 0)
  })
}

/**
 * The TFLite metadata of a model that takes one RGB image: its size in pixels, and how grey levels 0..255 are brought to the model's range,
 * (level - mean) / std. Returns the bytes of a ModelMetadata flatbuffer.
 */
export function imageModelMetadata({ name, widthPx, heightPx, mean, std, outputNames }) {
  const builder = new Builder(1024)
  const means = addFloatVector(builder, [mean])
  const stds = addFloatVector(builder, [std])
  const normalization = addTable(builder, 2, () => {
    builder.addFieldOffset(0, means, 0)
    builder.addFieldOffset(1, stds, 0)
  })
  const processUnit = addTable(builder, 2, () => {
    builder.addFieldInt8(0, normalizationOptions, 0)
    builder.addFieldOffset(1, normalization, 0)
  })
  const processUnits = addOffsetVector(builder, [processUnit])
  const imageSize = addTable(builder, 2, () => {
    builder.addFieldInt32(0, widthPx, 0)
    builder.addFieldInt32(1, heightPx, 0)
  })
  const image = addTable(builder, 2, () => {
    builder.addFieldInt8(0, rgbColourSpace, 0)
    builder.addFieldOffset(1, imageSize, 0)
  })
  const content = addTable(builder, 3, () => {
    builder.addFieldInt8(0, imageProperties, 0)
    builder.addFieldOffset(1, image, 0)
  })
  const inputs = addOffsetVector(builder, [addTensorMetadata(builder, 'image', content, processUnits)])
  const outputs = addOffsetVector(
    builder,
    outputNames.map((outputName) => addTensorMetadata(builder, outputName, 0, 0)),
  )
  const subgraph = addTable(builder, 10, () => {
    builder.addFieldOffset(2, inputs, 0)
    builder.addFieldOffset(3, outputs, 0)
  })
  const subgraphs = addOffsetVector(builder, [subgraph])
  const modelName = builder.createString(name)
  const minParserVersion = builder.createString('1.0.0')
  const modelMetadata = addTable(builder, 8, () => {
    builder.addFieldOffset(0, modelName, 0)
    builder.addFieldOffset(3, subgraphs, 0)
    builder.addFieldOffset(7, minParserVersion, 0)
  })
  builder.finish(modelMetadata, metadataIdentifier)
  return builder.asUint8Array()
}

/** The bytes that follow the old model: a Buffer table that holds the metadata, and the Model's list of metadata entries that names it. */
function buildTail(metadata, bufferIndex) {
  const builder = new Builder(metadata.length + 256)
  builder.startVector(1, metadata.length, alignmentBytes)
  for (const byte of metadata.toReversed()) builder.addInt8(byte)
  const data = builder.endVector()
  const buffer = addTable(builder, 1, () => builder.addFieldOffset(0, data, 0))
  const entryName = builder.createString(metadataEntryName)
  const entry = addTable(builder, 2, () => {
    builder.addFieldOffset(0, entryName, 0)
    builder.addFieldInt32(1, bufferIndex, 0)
  })
  const entries = addOffsetVector(builder, [entry])
  builder.finish(
    addTable(builder, 2, () => {
      builder.addFieldOffset(0, buffer, 0)
      builder.addFieldOffset(1, entries, 0)
    }),
  )
  const bytes = builder.asUint8Array()
  const view = viewOf(bytes)
  const root = rootTable(view)
  return { bytes, bufferTable: follow(view, fieldPosition(view, root, 0)), entries: follow(view, fieldPosition(view, root, 1)) }
}

/** The bytes that precede the old model: a Model table whose offsets are still to be filled in, and its list of buffers. */
function buildHead(version, copiedFields, bufferCount) {
  const unset = 1
  const builder = new Builder(256)
  builder.startVector(4, bufferCount, alignmentBytes)
  for (let index = 0; index < bufferCount; index++) builder.addInt32(unset)
  const buffers = builder.endVector()
  const model = addTable(builder, modelFieldCount, () => {
    builder.addFieldInt32(modelFields.version, version, 0)
    for (const field of [...copiedFields, modelFields.metadata]) builder.addFieldInt32(field, unset, 0)
    builder.addFieldOffset(modelFields.buffers, buffers, 0)
  })
  builder.finish(model, modelIdentifier)
  return builder.asUint8Array()
}

/**
 * A copy of a TFLite model that carries the given metadata. The old bytes stay as they are: a new Model table goes in front of them and the
 * metadata behind, because offsets in a flatbuffer only point forwards.
 */
export function attachTfliteMetadata(model, metadata) {
  const identifier = String.fromCharCode(...model.subarray(4, 8))
  if (identifier !== modelIdentifier)
    throw new Error(`Found a file of kind "${identifier}"; expected a TensorFlow Lite model, "${modelIdentifier}".`)
  const old = viewOf(model)
  const oldRoot = rootTable(old)
  const oldEntries = fieldPosition(old, oldRoot, modelFields.metadata)
  if (oldEntries !== 0 && old.getUint32(follow(old, oldEntries), true) > 0)
    throw new Error('The model has metadata already; expected one without.')
  const oldBuffers = follow(old, fieldPosition(old, oldRoot, modelFields.buffers))
  const oldBufferCount = old.getUint32(oldBuffers, true)
  const copiedFields = [modelFields.operatorCodes, modelFields.subgraphs, modelFields.description, modelFields.signatureDefs].filter(
    (field) => fieldPosition(old, oldRoot, field) !== 0,
  )

  const version = old.getUint32(fieldPosition(old, oldRoot, modelFields.version), true)
  const head = buildHead(version, copiedFields, oldBufferCount + 1)
  const tail = buildTail(metadata, oldBufferCount)
  const oldStart = alignedLength(head.length)
  const tailStart = alignedLength(oldStart + model.length)
  const bytes = new Uint8Array(tailStart + tail.bytes.length)
  bytes.set(head, 0)
  bytes.set(model, oldStart)
  bytes.set(tail.bytes, tailStart)

  const view = viewOf(bytes)
  const root = rootTable(view)
  const point = (position, target) => view.setUint32(position, target - position, true)
  for (const field of copiedFields) point(fieldPosition(view, root, field), oldStart + follow(old, fieldPosition(old, oldRoot, field)))
  point(fieldPosition(view, root, modelFields.metadata), tailStart + tail.entries)
  const firstBuffer = follow(view, fieldPosition(view, root, modelFields.buffers)) + 4
  for (let index = 0; index < oldBufferCount; index++) point(firstBuffer + 4 * index, oldStart + follow(old, oldBuffers + 4 + 4 * index))
  point(firstBuffer + 4 * oldBufferCount, tailStart + tail.bufferTable)
  return bytes
}
