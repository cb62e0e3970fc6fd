import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { createDeflateRaw, crc32 } from 'node:zlib'

const msPerDay = 86_400_000
const firstDayMs = Date.UTC(2019, 0, 1)
const dayMark = '0000-00-00'
const device =
  '&lt;&lt;HKDevice: 0x283a5b8c0&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7, software:10.2&gt;'

/** One day of an Apple Watch's and an iPhone's records, with a mark where the date stands: two hours of exercise at a heart rate every 5 s, else one every 4 minutes. */
function makeDay() {
  const records = []
  const record = (type, unit, sec, value) => {
    const clock = new Date(sec * 1000).toISOString().slice(11, 19)
    const time = `${dayMark} ${clock} +0100`
    records.push(
      ` <Record type="HKQuantityTypeIdentifier${type}" sourceName="Sample&#160;Watch" sourceVersion="10.2" device="${device}" unit="${unit}" creationDate="${time}" startDate="${time}" endDate="${time}" value="${value}"/>\n`,
    )
  }
  for (let sec = 0; sec < 86_400; sec += 5) {
    const isExercise = sec >= 61_200 && sec < 68_400
    if (isExercise || sec % 240 === 0) record('HeartRate', 'count/min', sec, isExercise ? 120 + (sec % 37) : 58 + (sec % 23))
    if (sec % 60 === 0) record('ActiveEnergyBurned', 'kcal', sec, (0.4 + (sec % 11) / 20).toFixed(3))
    if (sec % 120 === 0) record('StepCount', 'count', sec, sec % 90)
    if (sec % 300 === 0) record('DistanceWalkingRunning', 'km', sec, ((sec % 70) / 1000).toFixed(5))
  }
  return records.join('')
}

/** Writes Apple Health's export.xml of at least so many bytes, and the same as export.zip; returns how many days and records of heart rate are in it. */
export async function writeAppleHealth({ xmlPath, zipPath, sizeBytes }) {
  const day = makeDay()
  const dayCount = Math.ceil(sizeBytes / day.length)
  const xml = createWriteStream(xmlPath)
  const zip = createWriteStream(zipPath)
  const name = Buffer.from('apple_health_export/export.xml')
  zip.write(localHeader(name))
  const deflate = createDeflateRaw({ level: 1 })
  let packedBytes = 0
  deflate.on('data', (chunk) => {
    packedBytes += chunk.length
    zip.write(chunk)
  })
  let unpackedBytes = 0
  let crc = 0
  const write = async (text) => {
    const bytes = Buffer.from(text)
    unpackedBytes += bytes.length
    crc = crc32(bytes, crc)
    const isXmlFull = !xml.write(bytes)
    const isDeflateFull = !deflate.write(bytes)
    await Promise.all([isXmlFull ? once(xml, 'drain') : undefined, isDeflateFull ? once(deflate, 'drain') : undefined])
  }
  await write('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n]>\n<HealthData locale="en_NL">\n')
  for (let index = 0; index < dayCount; index++) {
    await write(day.replaceAll(dayMark, new Date(firstDayMs + index * msPerDay).toISOString().slice(0, 10)))
  }
  await write('</HealthData>\n')
  const ends = [once(xml, 'finish'), once(deflate, 'end')]
  xml.end()
  deflate.end()
  await Promise.all(ends)
  const sizes = { crc, packedBytes, unpackedBytes }
  zip.end(Buffer.concat([dataDescriptor(sizes), directory(name, sizes)]))
  await once(zip, 'finish')
  return { dayCount, heartRateCount: dayCount * day.split('IdentifierHeartRate"').length - dayCount, unpackedBytes, packedBytes }
}

/** Sizes and checksum stand behind the data (flag 8), since they are not known before. */
const flags = 8
const deflated = 8

function localHeader(name) {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(flags, 6)
  header.writeUInt16LE(deflated, 8)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, name])
}

function dataDescriptor({ crc, packedBytes, unpackedBytes }) {
  const descriptor = Buffer.alloc(16)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(crc, 4)
  descriptor.writeUInt32LE(packedBytes, 8)
  descriptor.writeUInt32LE(unpackedBytes, 12)
  return descriptor
}

function directory(name, { crc, packedBytes, unpackedBytes }) {
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(20, 6)
  entry.writeUInt16LE(flags, 8)
  entry.writeUInt16LE(deflated, 10)
  entry.writeUInt32LE(crc, 16)
  entry.writeUInt32LE(packedBytes, 20)
  entry.writeUInt32LE(unpackedBytes, 24)
  entry.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12)
  end.writeUInt32LE(30 + name.length + packedBytes + 16, 16)
  return Buffer.concat([entry, name, end])
}
