import { Builder, ByteBuffer } from 'flatbuffers'
import { describe, expect, it } from 'vitest'

import { attachTfliteMetadata, imageModelMetadata } from './tflite-metadata.mjs'

const fields = { version: 0, subgraphs: 2, description: 3, buffers: 4, metadata: 6 }

/** A minimal TFLite model: a description, one empty subgraph, and buffers that hold the given bytes. */
function buildModel(description: string, bufferContents: readonly (readonly number[])[], identifier = 'TFL3') {
  const builder = new Builder(256)
  const offsetVector = (offsets: readonly number[]) => {
    builder.startVector(4, offsets.length, 4)
    for (const offset of offsets.toReversed()) builder.addOffset(offset)
    return builder.endVector()
  }
  const buffers = offsetVector(
    bufferContents.map((content) => {
      const data = builder.createByteVector(Uint8Array.from(content))
      builder.startObject(1)
      builder.addFieldOffset(0, data, 0)
      return builder.endObject()
    }),
  )
  builder.startObject(1)
  const subgraphs = offsetVector([builder.endObject()])
  const text = builder.createString(description)
  builder.startObject(8)
  builder.addFieldInt32(fields.version, 3, 0)
  builder.addFieldOffset(fields.subgraphs, subgraphs, 0)
  builder.addFieldOffset(fields.description, text, 0)
  builder.addFieldOffset(fields.buffers, buffers, 0)
  builder.finish(builder.endObject(), identifier)
  return builder.asUint8Array()
}

/** Reads a model through the flatbuffers package's own reader. */
function readModel(bytes: Uint8Array) {
  const buffer = new ByteBuffer(bytes)
  const root = buffer.readInt32(0)
  const fieldAt = (table: number, field: number) => table + buffer.__offset(table, 4 + 2 * field)
  const tables = (position: number) =>
    Array.from({ length: buffer.__vector_len(position) }, (_, index) => buffer.__indirect(buffer.__vector(position) + 4 * index))
  const bytesOf = (table: number) => {
    const position = fieldAt(table, 0)
    const start = buffer.__vector(position)
    return { start, content: [...bytes.subarray(start, start + buffer.__vector_len(position))] }
  }
  return {
    hasIdentifier: buffer.__has_identifier('TFL3'),
    version: buffer.readInt32(fieldAt(root, fields.version)),
    subgraphCount: tables(fieldAt(root, fields.subgraphs)).length,
    description: buffer.__string(fieldAt(root, fields.description)),
    buffers: tables(fieldAt(root, fields.buffers)).map(bytesOf),
    metadata: tables(fieldAt(root, fields.metadata)).map((table) => ({
      name: buffer.__string(fieldAt(table, 0)),
      bufferIndex: buffer.readInt32(fieldAt(table, 1)),
    })),
  }
}

describe('attachTfliteMetadata', () => {
  const contents = [[], [1, 2, 3], [250, 251, 252, 253, 254]]

  it('adds the metadata as one more buffer with an entry that names it, and leaves the rest of the model as it was', () => {
    const metadata = Uint8Array.of(9, 200, 7)
    const model = readModel(attachTfliteMetadata(buildModel('a model', contents), metadata))
    expect(model).toMatchObject({ hasIdentifier: true, version: 3, subgraphCount: 1, description: 'a model' })
    expect(model.buffers.map(({ content }) => content)).toEqual([...contents, [9, 200, 7]])
    expect(model.metadata).toEqual([{ name: 'TFLITE_METADATA', bufferIndex: 3 }])
  })

  it('puts the metadata where TensorFlow Lite may map it: at a multiple of 16 bytes', () => {
    for (const length of [1, 16, 33]) {
      const { buffers } = readModel(attachTfliteMetadata(buildModel('a model', contents), new Uint8Array(length)))
      expect((buffers.at(-1)?.start ?? NaN) % 16).toBe(0)
    }
  })

  it('refuses what is no TFLite model, and a model that has metadata', () => {
    expect(() => attachTfliteMetadata(buildModel('a model', contents, 'ABCD'), Uint8Array.of(1))).toThrow('Found a file of kind "ABCD"')
    const once = attachTfliteMetadata(buildModel('a model', contents), Uint8Array.of(1))
    expect(() => attachTfliteMetadata(once, Uint8Array.of(1))).toThrow('has metadata already')
  })
})

describe('imageModelMetadata', () => {
  it('says the size of the image, how it is normalised, and the names of the outputs', () => {
    const bytes = imageModelMetadata({ name: 'finder', widthPx: 128, heightPx: 96, mean: 127.5, std: 64, outputNames: ['boxes', 'scores'] })
    const buffer = new ByteBuffer(bytes)
    expect(buffer.__has_identifier('M001')).toBe(true)
    const follow = (table: number, field: number) => buffer.__indirect(table + buffer.__offset(table, 4 + 2 * field))
    const vectorTable = (table: number, field: number, index: number) =>
      buffer.__indirect(buffer.__vector(table + buffer.__offset(table, 4 + 2 * field)) + 4 * index)
    const text = (table: number, field: number) => buffer.__string(table + buffer.__offset(table, 4 + 2 * field))
    const firstFloat = (table: number, field: number) => buffer.readFloat32(buffer.__vector(table + buffer.__offset(table, 4 + 2 * field)))

    const root = buffer.readInt32(0)
    const subgraph = vectorTable(root, 3, 0)
    const input = vectorTable(subgraph, 2, 0)
    const size = follow(follow(follow(input, 3), 1), 1)
    const normalization = follow(vectorTable(input, 4, 0), 1)
    expect(text(root, 0)).toBe('finder')
    expect([0, 1].map((field) => buffer.readInt32(size + buffer.__offset(size, 4 + 2 * field)))).toEqual([128, 96])
    expect([firstFloat(normalization, 0), firstFloat(normalization, 1)]).toEqual([127.5, 64])
    expect([0, 1].map((index) => text(vectorTable(subgraph, 3, index), 0))).toEqual(['boxes', 'scores'])
  })
})
