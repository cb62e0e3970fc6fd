import { createBinaryWriter } from './binary-writer.mjs'

const fitEpochSec = 631_065_600
const messages = { fileId: 0, record: 20, hrv: 78 }
const types = { enum: 0x00, uint8: 0x02, uint16: 0x84, uint32: 0x86 }
const intervalsAMessage = 5
const noInterval = 0xffff

/** A FIT activity: a record with a heart rate every second, and the intervals of the beats before it in hrv messages, five each. */
export function makeFitActivity({ startMs, heartRate, beats }) {
  const data = createBinaryWriter()
  define(data, 0, messages.fileId, [
    [0, 1, types.enum],
    [4, 4, types.uint32],
  ])
  const startSec = Math.round(startMs / 1000) - fitEpochSec
  data.uint8(0)
  data.uint8(4)
  data.uint32(startSec)
  define(data, 1, messages.record, [
    [253, 4, types.uint32],
    [3, 1, types.uint8],
  ])
  define(data, 2, messages.hrv, [[0, 2 * intervalsAMessage, types.uint16]])
  let beat = 0
  heartRate.forEach((bpm, index) => {
    data.uint8(1)
    data.uint32(startSec + index)
    data.uint8(bpm)
    const intervals = []
    while (beat < beats.length && beats[beat][0] <= index + 1) intervals.push(beats[beat++][1])
    if (intervals.length === 0) return
    data.uint8(2)
    for (let place = 0; place < intervalsAMessage; place++) data.uint16(intervals[place] ?? noInterval)
  })
  return wrap(data.finish())
}

function define(data, localType, messageNumber, fields) {
  data.uint8(0x40 | localType)
  data.bytes([0, 0])
  data.uint16(messageNumber)
  data.uint8(fields.length)
  for (const field of fields) data.bytes(field)
}

function wrap(data) {
  const file = createBinaryWriter()
  file.bytes([14, 0x20, 0x54, 0x08])
  file.uint32(data.length)
  file.bytes(new TextEncoder().encode('.FIT'))
  file.uint16(0)
  file.bytes(data)
  file.uint16(checksum(file.finish()))
  return file.finish()
}

/** CRC-16 with the polynomial that the FIT protocol names, four bits at a time. */
function checksum(bytes) {
  const table = [
    0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401, 0xa001, 0x6c00, 0x7800, 0xb401, 0x5000, 0x9c01, 0x8801, 0x4400,
  ]
  let crc = 0
  for (const byte of bytes) {
    for (const nibble of [byte & 0xf, byte >> 4]) crc = (crc >> 4) ^ table[crc & 0xf] ^ table[nibble]
  }
  return crc
}
