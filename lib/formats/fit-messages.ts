import { AppError } from '@/lib/core/app-error'

/** One message of a FIT file. */
export type FitMessage = {
  readonly messageNumber: number
  /** Seconds since the last day of 1989; absent where the message carries none. */
  readonly timestampSec?: number
  /** Whole numbers by field number, as stored (the profile's scale is not applied); NaN where the file says that there is none. */
  readonly fields: ReadonlyMap<number, readonly number[]>
}

const smallestFileBytes = 12
const headerSizes: readonly number[] = [12, 14]
const dataSizeAt = 4
const checksumBytes = 2
const timestampField = 253

/** The width of each base type that holds unsigned numbers, by its lowest five bits, and the value that stands for none. */
const baseTypes: ReadonlyMap<number, { readonly widthBytes: 1 | 2 | 4; readonly invalid: number }> = new Map([
  [0, { widthBytes: 1, invalid: 0xff }],
  [2, { widthBytes: 1, invalid: 0xff }],
  [4, { widthBytes: 2, invalid: 0xffff }],
  [6, { widthBytes: 4, invalid: 0xffffffff }],
  [10, { widthBytes: 1, invalid: 0 }],
  [11, { widthBytes: 2, invalid: 0 }],
  [12, { widthBytes: 4, invalid: 0 }],
  [13, { widthBytes: 1, invalid: 0xff }],
])
const baseTypeMask = 0x1f

/** Bits of the byte that each message begins with. */
const compressedBit = 0x80
const definitionBit = 0x40
const developerBit = 0x20
const offsetMask = 0x1f
const localTypeMask = 0xf

/**
 * Reads the wanted messages of a FIT file up to the first byte that cannot be one: of a cut or damaged file, all that is whole. `damage` says in
 * words what is missing. Several files in one, one after the other, are read as one.
 *
 * The structure is that of the FIT protocol: definitions that say the fields of the messages after them. The one parser on npm with a
 * free licence gives nothing of a cut file and takes 0.4 ms a message, seconds for a long ride.
 */
export function readFitMessages(
  bytes: Uint8Array,
  fileName: string,
  messageNumbers: readonly number[],
): { readonly messages: readonly FitMessage[]; readonly damage?: string } {
  const messages: FitMessage[] = []
  let start = 0
  while (start < bytes.length) {
    const headerBytes = bytes[start] ?? 0
    if (bytes.length - start < smallestFileBytes || !headerSizes.includes(headerBytes)) {
      if (start > 0)
        return { messages, damage: `${fileName} goes on after its end with ${bytes.length - start} bytes that are no FIT file.` }
      throw new AppError('FILE_UNREADABLE', `${fileName}: its header says that it is ${headerBytes} bytes long; a FIT file's is 12 or 14.`)
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start)
    const dataEnd = headerBytes + view.getUint32(dataSizeAt, true)
    const wholeEnd = readData(view, headerBytes, Math.min(view.byteLength, dataEnd), messageNumbers, messages)
    if (wholeEnd < dataEnd) {
      const isCut = dataEnd > view.byteLength
      const damage = isCut
        ? `${fileName} is cut: ${view.byteLength} of ${dataEnd + checksumBytes} bytes are there, so the end of the recording is missing.`
        : `${fileName} is damaged: at byte ${start + wholeEnd} of ${bytes.length} no message begins.`
      return { messages, damage }
    }
    start += dataEnd + checksumBytes
  }
  return { messages }
}

type FieldDefinition = { readonly fieldNumber: number; readonly sizeBytes: number; readonly baseType: number }
type Definition = {
  readonly messageNumber: number
  readonly isLittleEndian: boolean
  readonly fields: readonly FieldDefinition[]
  readonly sizeBytes: number
}

/** Reads from start up to end, or to the first byte that cannot be a message; returns where it stopped. */
function readData(view: DataView, start: number, end: number, messageNumbers: readonly number[], messages: FitMessage[]): number {
  const definitions = new Map<number, Definition>()
  let lastSec: number | undefined
  let at = start
  while (at < end) {
    const header = view.getUint8(at)
    const isCompressed = (header & compressedBit) !== 0
    if (!isCompressed && (header & definitionBit) !== 0) {
      const defined = readDefinition(view, at, end, (header & developerBit) !== 0)
      if (defined === undefined) return at
      definitions.set(header & localTypeMask, defined.definition)
      at = defined.next
      continue
    }
    const definition = definitions.get(isCompressed ? (header >> 5) & 0x3 : header & localTypeMask)
    if (definition === undefined || at + 1 + definition.sizeBytes > end) return at
    if (isCompressed && lastSec !== undefined) lastSec += ((header & offsetMask) - lastSec) & offsetMask
    const fields = readFields(view, at + 1, definition)
    const own = fields.get(timestampField)?.[0]
    if (own !== undefined && !Number.isNaN(own)) lastSec = own
    const timestampSec = own ?? (isCompressed ? lastSec : undefined)
    if (messageNumbers.includes(definition.messageNumber)) {
      const hasTime = timestampSec !== undefined && !Number.isNaN(timestampSec)
      messages.push({ messageNumber: definition.messageNumber, ...(hasTime ? { timestampSec } : {}), fields })
    }
    at += 1 + definition.sizeBytes
  }
  return at
}

function readDefinition(
  view: DataView,
  at: number,
  end: number,
  hasDeveloperFields: boolean,
): { definition: Definition; next: number } | undefined {
  const fieldsAt = at + 6
  if (fieldsAt > end) return undefined
  const isLittleEndian = view.getUint8(at + 2) === 0
  const fieldCount = view.getUint8(at + 5)
  const developerAt = fieldsAt + 3 * fieldCount
  if (developerAt + (hasDeveloperFields ? 1 : 0) > end) return undefined
  const developerCount = hasDeveloperFields ? view.getUint8(developerAt) : 0
  const next = developerAt + (hasDeveloperFields ? 1 + 3 * developerCount : 0)
  if (next > end) return undefined
  const fields = Array.from({ length: fieldCount }, (_, index): FieldDefinition => {
    const fieldAt = fieldsAt + 3 * index
    return { fieldNumber: view.getUint8(fieldAt), sizeBytes: view.getUint8(fieldAt + 1), baseType: view.getUint8(fieldAt + 2) }
  })
  let sizeBytes = fields.reduce((sum, field) => sum + field.sizeBytes, 0)
  for (let index = 0; index < developerCount; index++) sizeBytes += view.getUint8(developerAt + 2 + 3 * index)
  return { definition: { messageNumber: view.getUint16(at + 3, isLittleEndian), isLittleEndian, fields, sizeBytes }, next }
}

function readFields(view: DataView, start: number, { fields, isLittleEndian }: Definition): Map<number, readonly number[]> {
  const values = new Map<number, readonly number[]>()
  let at = start
  for (const { fieldNumber, sizeBytes, baseType } of fields) {
    values.set(fieldNumber, readNumbers(view, at, sizeBytes, baseType, isLittleEndian))
    at += sizeBytes
  }
  return values
}

/** The unsigned numbers in a field's bytes; none where it holds something else. */
function readNumbers(view: DataView, start: number, sizeBytes: number, baseType: number, isLittleEndian: boolean): number[] {
  const type = baseTypes.get(baseType & baseTypeMask)
  if (type === undefined) return []
  const { widthBytes, invalid } = type
  return Array.from({ length: Math.floor(sizeBytes / widthBytes) }, (_, index) => {
    const at = start + index * widthBytes
    const value =
      widthBytes === 1 ? view.getUint8(at) : widthBytes === 2 ? view.getUint16(at, isLittleEndian) : view.getUint32(at, isLittleEndian)
    return value === invalid ? Number.NaN : value
  })
}
