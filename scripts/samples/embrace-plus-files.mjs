import { createBinaryWriter } from './binary-writer.mjs'

const sync = Array.from({ length: 16 }, (_, index) => (index * 37 + 11) % 256)
const digitalMax = 32_768
const physicalMax = 16

const record = (name, fields) => ({ type: 'record', name, fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })) })
const list = (items) => ({ type: 'array', items })
const oneValue = (name) => record(name, { timestampStart: 'long', samplingFrequency: 'float', values: list('float') })

/** The parts of EmbracePlus's schema that hold signals, with its names. */
const schema = {
  ...record('Session', {
    timezone: 'int',
    deviceSn: 'string',
    rawData: record('RawData', {
      accelerometer: record('InertialMeasurement', {
        timestampStart: 'long',
        samplingFrequency: 'float',
        imuParams: record('ImuParams', { physicalMin: 'int', physicalMax: 'int', digitalMin: 'int', digitalMax: 'int' }),
        x: list('int'),
        y: list('int'),
        z: list('int'),
      }),
      gyroscope: 'empatica.sample.InertialMeasurement',
      eda: oneValue('Eda'),
      temperature: oneValue('Temperature'),
      tags: record('Tags', { tagsTimeMicros: list('long') }),
      bvp: oneValue('Bvp'),
      systolicPeaks: record('SystolicPeaks', { peaksTimeNanos: list('long') }),
    }),
  }),
  namespace: 'empatica.sample',
}

/** An EmbracePlus's raw file in Avro. The gyroscope was off: its rate is 0. */
export function makeEmbracePlusAvro(person) {
  const body = createBinaryWriter()
  const startMicros = BigInt(person.startMs) * 1000n
  body.long(3600)
  body.text('SAMPLE')
  writeInertial(
    body,
    startMicros,
    32,
    [0, 1, 2].map((axis) => person.acc.map((row) => Math.round((row[axis] * digitalMax) / physicalMax))),
  )
  writeInertial(body, 0n, 0, [[], [], []])
  writeValues(body, startMicros, 4, person.eda)
  writeValues(body, startMicros, 4, person.skinTemp)
  writeList(body, [startMicros + 60_000_000n], (value) => body.long(value))
  writeValues(body, startMicros, 64, person.bvp)
  writeList(
    body,
    person.beats.map(([sec]) => BigInt(person.startMs) * 1_000_000n + BigInt(Math.round(sec * 1000)) * 1_000_000n),
    (value) => body.long(value),
  )
  const file = createBinaryWriter()
  file.bytes([0x4f, 0x62, 0x6a, 0x01])
  file.long(2)
  file.text('avro.schema')
  file.text(JSON.stringify(schema))
  file.text('avro.codec')
  file.text('null')
  file.long(0)
  file.bytes(sync)
  const data = body.finish()
  file.long(1)
  file.long(data.length)
  file.bytes(data)
  file.bytes(sync)
  return file.finish()
}

function writeInertial(body, startMicros, rateHz, columns) {
  body.long(startMicros)
  body.float(rateHz)
  for (const param of [-physicalMax, physicalMax, -digitalMax, digitalMax]) body.long(param)
  for (const column of columns) writeList(body, column, (value) => body.long(value))
}

function writeValues(body, startMicros, rateHz, values) {
  body.long(startMicros)
  body.float(rateHz)
  writeList(body, values, (value) => body.float(value))
}

function writeList(body, values, write) {
  if (values.length > 0) {
    body.long(values.length)
    for (const value of values) write(value)
  }
  body.long(0)
}

/** What Empatica's cloud gives: a value a minute, and why one is missing. */
export function makeEmbracePlusMinutes(person) {
  const start = person.startMs
  const row = (minute, value) => {
    const timestampMs = start + minute * 60_000
    const isMissing = value === undefined
    return `${timestampMs},${new Date(timestampMs).toISOString().replace('.000', '')},1-1-SAMPLE-1,${isMissing ? '' : value},${isMissing ? 'device_not_recording' : ''}\n`
  }
  const minutes = Array.from({ length: 60 }, (_, minute) => minute)
  const file = (column, valueOf) =>
    `timestamp_unix,timestamp_iso,participant_full_id,${column},missing_value_reason\n${minutes.map((minute) => row(minute, valueOf(minute))).join('')}`
  const at = (values, minute) => values[Math.floor((minute / 60) * values.length)]
  return {
    'pulse-rate.csv': file('pulse_rate_bpm', (minute) => (minute === 7 ? undefined : at(person.heartRate, minute))),
    'eda.csv': file('eda_scl_usiemens', (minute) => at(person.eda, minute)),
    'temperature.csv': file('temperature_celsius', (minute) => at(person.skinTemp, minute)),
  }
}
