import { AppError } from '@/lib/core/app-error'

import { decompressChunks } from './decompress-chunks'
import { maxWholeFileBytes } from './read-limits'
import { fileTooLargeError } from './size-errors'
import type { Chunks } from './source-file'

/** A decoded Avro value: records as objects, arrays of numbers as they are. Longs lose what a double does not hold (256 ns of a time in nanoseconds). */
export type AvroValue = null | boolean | number | string | Uint8Array | readonly AvroValue[] | { readonly [name: string]: AvroValue }

type Schema = string | readonly Schema[] | { readonly type: Schema; readonly [name: string]: unknown }

const magic = [0x4f, 0x62, 0x6a, 0x01]
const syncBytes = 16
/** Deeper schemas are a damaged one that refers to itself. */
const maxDepth = 64
const textDecoder = new TextDecoder()

/** Whether the first bytes are those of an Avro container. */
export function isAvro(head: Uint8Array): boolean {
  return magic.every((byte, index) => head[index] === byte)
}

/**
 * Reads every value of an Avro container by the schema in it.
 *
 * The parser on npm makes functions from the schema's text, which a page that forbids eval cannot run; this one walks the schema. Format: the
 * Avro 1.11 specification. What is read before the file breaks off is returned, with `damage` in words.
 */
export async function readAvroContainer(
  bytes: Uint8Array<ArrayBuffer>,
  fileName: string,
): Promise<{ readonly values: readonly AvroValue[]; readonly damage?: string }> {
  const header = createCursor(bytes, magic.length)
  const meta = readMap(header, () => header.bytes())
  const schema = parseSchema(meta, fileName)
  const codec = meta['avro.codec'] === undefined ? 'null' : textDecoder.decode(meta['avro.codec'])
  if (codec !== 'null' && codec !== 'deflate') {
    throw new AppError('FILE_UNREADABLE', `${fileName} is packed with ${codec}; only null and deflate can be read.`)
  }
  const names = new Map<string, Schema>()
  collectNames(schema, names)
  const values: AvroValue[] = []
  let at = header.at + syncBytes
  while (at < bytes.length) {
    try {
      const block = createCursor(bytes, at)
      const count = block.long()
      const packed = block.bytes()
      const data = createCursor(codec === 'deflate' ? await inflate(packed, fileName) : packed, 0)
      for (let index = 0; index < count; index++) values.push(readValue(data, schema, names, 0))
      at = block.at + syncBytes
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      return { values, damage: `${fileName} breaks off or is damaged after byte ${at} of ${bytes.length}.` }
    }
  }
  return { values }
}

function parseSchema(meta: Readonly<Record<string, Uint8Array>>, fileName: string): Schema {
  try {
    return JSON.parse(textDecoder.decode(meta['avro.schema'])) as Schema
  } catch (cause) {
    throw new AppError('FILE_UNREADABLE', `${fileName} is an Avro file whose schema cannot be read. Export it again.`, { cause })
  }
}

async function inflate(packed: Uint8Array<ArrayBuffer>, fileName: string): Promise<Uint8Array<ArrayBuffer>> {
  const source = async function* (): Chunks {
    yield packed
  }
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let sizeBytes = 0
  const damaged = (cause: unknown) => new AppError('FILE_UNREADABLE', `${fileName}: its packed data make no sense.`, { cause })
  for await (const piece of decompressChunks(source(), 'deflate-raw', damaged)) {
    pieces.push(piece)
    sizeBytes += piece.length
    if (sizeBytes > maxWholeFileBytes) throw fileTooLargeError(`${fileName}, unpacked,`, sizeBytes, maxWholeFileBytes)
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer())
}

type Cursor = ReturnType<typeof createCursor>

/** Reads Avro's primitive values one after another; throws RangeError beyond the end. */
function createCursor(bytes: Uint8Array<ArrayBuffer>, start: number) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = start
  const cursor = {
    get at() {
      return at
    },
    get leftBytes() {
      return bytes.length - at
    },
    byte: () => view.getUint8(at++),
    /** Seven bits a byte, the lowest first; even numbers are positive. */
    long: (): number => {
      let value = 0
      let scale = 1
      let byte = 0x80
      for (let count = 0; (byte & 0x80) !== 0; count++) {
        if (count === 10) throw new RangeError('A number has more than ten bytes.')
        byte = view.getUint8(at++)
        value += (byte & 0x7f) * scale
        scale *= 128
      }
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    },
    float: () => view.getFloat32((at += 4) - 4, true),
    double: () => view.getFloat64((at += 8) - 8, true),
    take: (count: number): Uint8Array<ArrayBuffer> => {
      if (count < 0 || at + count > bytes.length) throw new RangeError('A value goes on beyond the end.')
      at += count
      return bytes.subarray(at - count, at)
    },
    bytes: (): Uint8Array<ArrayBuffer> => cursor.take(cursor.long()),
  }
  return cursor
}

/** How many items the next block of an array or map holds; a negative count is followed by the block's size. */
function readBlockCount(cursor: Cursor): number {
  const count = cursor.long()
  if (count < 0) cursor.long()
  // Each item takes a byte at least, in any schema that a device writes.
  if (Math.abs(count) > cursor.leftBytes) throw new RangeError('A list is longer than the file.')
  return Math.abs(count)
}

function readMap<Value>(cursor: Cursor, readItem: () => Value): Record<string, Value> {
  const entries: [string, Value][] = []
  for (let count = readBlockCount(cursor); count > 0; count = readBlockCount(cursor)) {
    for (let index = 0; index < count; index++) entries.push([textDecoder.decode(cursor.bytes()), readItem()])
  }
  return Object.fromEntries(entries)
}

function readArray(cursor: Cursor, readItem: () => AvroValue): AvroValue[] {
  const items: AvroValue[] = []
  for (let count = readBlockCount(cursor); count > 0; count = readBlockCount(cursor)) {
    for (let index = 0; index < count; index++) items.push(readItem())
  }
  return items
}

function readValue(cursor: Cursor, schema: Schema, names: ReadonlyMap<string, Schema>, depth: number): AvroValue {
  if (depth > maxDepth) throw new RangeError('The schema is nested too deep.')
  const read = (inner: Schema) => readValue(cursor, inner, names, depth + 1)
  if (isUnion(schema)) {
    const branch = schema[cursor.long()]
    if (branch === undefined) throw new RangeError('A union has no such branch.')
    return read(branch)
  }
  if (typeof schema !== 'string') {
    if (schema.type === 'record') return Object.fromEntries(fieldsOf(schema).map(({ name, type }) => [name, read(type)]))
    if (schema.type === 'array') return readArray(cursor, () => read(schema['items'] as Schema))
    if (schema.type === 'map') return readMap(cursor, () => read(schema['values'] as Schema))
    if (schema.type === 'fixed') return cursor.take(Number(schema['size']))
    if (schema.type === 'enum') return (schema['symbols'] as readonly string[])[cursor.long()] ?? null
    return read(schema.type)
  }
  switch (schema) {
    case 'null':
      return null
    case 'boolean':
      return cursor.byte() !== 0
    case 'int':
    case 'long':
      return cursor.long()
    case 'float':
      return cursor.float()
    case 'double':
      return cursor.double()
    case 'bytes':
      return cursor.bytes()
    case 'string':
      return textDecoder.decode(cursor.bytes())
    default: {
      const named = names.get(withoutNamespace(schema))
      if (named === undefined) throw new RangeError(`The schema names no ${schema}.`)
      return read(named)
    }
  }
}

function isUnion(schema: Schema): schema is readonly Schema[] {
  return Array.isArray(schema)
}

type Field = { readonly name: string; readonly type: Schema }

function fieldsOf(schema: { readonly [name: string]: unknown }): readonly Field[] {
  return (schema['fields'] ?? []) as readonly Field[]
}

/** Finds the types that other parts of a schema refer to, by their names without the namespace (which may stand in the name or beside it). */
function collectNames(schema: Schema, names: Map<string, Schema>) {
  if (isUnion(schema)) for (const branch of schema) collectNames(branch, names)
  if (isUnion(schema) || typeof schema !== 'object') return
  const name = schema['name']
  if (typeof name === 'string') names.set(withoutNamespace(name), schema)
  for (const { type } of fieldsOf(schema)) collectNames(type, names)
  for (const inner of [schema.type, schema['items'], schema['values']]) {
    if (typeof inner === 'object' && inner !== null) collectNames(inner as Schema, names)
  }
}

function withoutNamespace(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}
