import { gzipSync, strToU8 } from 'fflate'

import { makeEmbracePlusAvro, makeEmbracePlusMinutes } from './embrace-plus-files.mjs'
import { makeFitActivity } from './fit-file.mjs'
import { makePerson } from './person.mjs'
import { zipTexts } from './zip-texts.mjs'

const metresPerSecSquaredPerG = 9.80665
const degreesPerRad = 180 / Math.PI

/** A small export of each vendor, of a person who does not exist, in the vendor's own format, by path. */
export function makeWearableExports() {
  const person = makePerson({ seed: 31, durationSec: 180 })
  const minutes = makeEmbracePlusMinutes(person)
  const files = new Map()
  files.set('apple-health/export.xml', makeAppleHealth(person))
  files.set('apple-health/export.zip', zipTexts({ 'apple_health_export/export.xml': makeAppleHealth(person) }))
  files.set('fit/activity.fit', makeFitActivity(person))
  files.set('tcx/activity.tcx', makeTcx(person))
  files.set('fitbit/heart_rate-2026-03-14.json', makeFitbitJson(person))
  files.set('fitbit/heart_rate_2026-03-14.csv', makeFitbitCsv(person))
  files.set('embrace-plus/1-1-SAMPLE_1773482400.avro', makeEmbracePlusAvro(person))
  for (const [name, text] of Object.entries(minutes)) files.set(`embrace-plus-minutes/1-1-SAMPLE_2026-03-14_${name}`, text)
  for (const [name, text] of Object.entries(makePolarSensorLogger(person))) files.set(`polar-sensor-logger/${name}`, text)
  files.set('polar-flow/session.csv', makePolarFlow(person))
  files.set('polar-account/training-session-2026-03-14.json', makePolarSession(person))
  files.set('oura/heartrate.csv', makeOuraHeartRate(person))
  files.set('oura/temperature.csv', makeOuraTemperature(person))
  for (const [name, text] of Object.entries(makeWhoop(person))) files.set(`whoop/${name}`, text)
  files.set('shimmer/session.csv', makeShimmer(person))
  files.set('phyphox/recording.zip', zipTexts(makePhyphox(person)))
  files.set('rr-intervals/intervals.txt', person.beats.map(([, intervalMs]) => `${intervalMs}\r\n`).join(''))
  files.set('rr-intervals-timed/intervals.csv', makeTimedIntervals(person))
  files.set('capture-24/P999.csv.gz', gzipSync(strToU8(makeCapture24(person)), { level: 9, mtime: 0 }))
  files.set('event-list/data.csv', makeEventList(person))
  files.set('any-table/german.csv', makeGermanTable(person))
  return files
}

const iso = (timestampMs) => new Date(timestampMs).toISOString()
const twoDigits = (value) => String(value).padStart(2, '0')

/** The zone of the sample person is one hour east of Greenwich; Apple writes it behind each time. */
function appleTime(timestampMs) {
  return `${iso(timestampMs + 3_600_000)
    .slice(0, 19)
    .replace('T', ' ')} +0100`
}

function makeAppleHealth({ startMs, heartRate, beats }) {
  const device = '&lt;&lt;HKDevice: 0x1&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7, software:10.2&gt;'
  const record = (type, source, unit, timestampMs, value, inside = '') => {
    const time = appleTime(timestampMs)
    const tag = ` <Record type="${type}" sourceName="${source}" sourceVersion="10.2" device="${device}" unit="${unit}" creationDate="${time}" startDate="${time}" endDate="${time}" value="${value}"`
    return inside === '' ? `${tag}/>\n` : `${tag}>\n${inside} </Record>\n`
  }
  const watch = 'Sample&#160;Watch &amp; Co'
  const heart = 'HKQuantityTypeIdentifierHeartRate'
  const rates = heartRate.map((bpm, index) => record(heart, watch, 'count/min', startMs + index * 1000, bpm))
  // A second app that measured now and then, at the same times.
  const doubles = heartRate
    .filter((_, index) => index % 10 === 0)
    .map((bpm, index) => record(heart, 'Strap app', 'count/min', startMs + index * 10_000, bpm + 1))
  const steps = record('HKQuantityTypeIdentifierStepCount', 'Sample Phone', 'count', startMs, 12)
  const beatRows = beats
    .slice(0, 60)
    .map(([sec, intervalMs]) => {
      const clock = iso(startMs + 3_600_000 + Math.round(sec * 1000)).slice(11, 22)
      return `  <HeartRateVariabilityMetadataList><InstantaneousBeatsPerMinute bpm="${(60_000 / intervalMs).toFixed(3)}" time="${clock.replace('.', ',')}"/></HeartRateVariabilityMetadataList>\n`
    })
    .join('')
  const variability = record('HKQuantityTypeIdentifierHeartRateVariabilitySDNN', watch, 'ms', startMs, 41.2, beatRows)
  const doctype =
    '<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>\n<!ATTLIST HealthData locale CDATA #REQUIRED>\n]>\n'
  return `<?xml version="1.0" encoding="UTF-8"?>\n${doctype}<HealthData locale="en_NL">\n <ExportDate value="${appleTime(startMs + 86_400_000)}"/>\n${steps}${rates.join('')}${doubles.join('')}${variability}</HealthData>\n`
}

function makeTcx({ startMs, heartRate }) {
  const points = heartRate
    .map(
      (bpm, index) =>
        `<Trackpoint><Time>${iso(startMs + index * 1000)}</Time><DistanceMeters>${index * 2}</DistanceMeters><HeartRateBpm><Value>${bpm}</Value></HeartRateBpm></Trackpoint>\n`,
    )
    .join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities><Activity Sport="Running"><Id>${iso(startMs)}</Id><Lap StartTime="${iso(startMs)}"><AverageHeartRateBpm><Value>70</Value></AverageHeartRateBpm><Track>\n${points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>\n`
}

const everyFiveSec = (heartRate) => heartRate.flatMap((bpm, index) => (index % 5 === 0 ? [{ bpm, offsetMs: index * 1000 }] : []))

function makeFitbitJson({ startMs, heartRate }) {
  const entries = everyFiveSec(heartRate).map(({ bpm, offsetMs }) => {
    const [date, clock] = iso(startMs + offsetMs)
      .slice(2, 19)
      .split('T')
    const [year, month, day] = date.split('-')
    return { dateTime: `${month}/${day}/${year} ${clock}`, value: { bpm, confidence: 3 } }
  })
  return `${JSON.stringify(entries, undefined, 1)}\n`
}

function makeFitbitCsv({ startMs, heartRate }) {
  const rows = everyFiveSec(heartRate).map(({ bpm, offsetMs }) => `${iso(startMs + offsetMs).replace('.000', '')},${bpm}.0,Sense 2\n`)
  return `timestamp,beats per minute,data source\n${rows.join('')}`
}

function makePolarSensorLogger({ startMs, heartRate, beats, acc }) {
  const phoneTime = (offsetMs) => iso(startMs + offsetMs).replace('Z', '')
  const accRows = acc.slice(0, 32 * 30).map((row, index) => {
    const offsetMs = (index * 1000) / 32
    return `${phoneTime(Math.round(offsetMs))};${826_799_000_000_000_000n + BigInt(Math.round(offsetMs * 1e6))};${row.map((value) => Math.round(value * 1000)).join(';')}\n`
  })
  return {
    'Polar_H10_ACC.txt': `Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg]\n${accRows.join('')}`,
    'Polar_H10_HR.txt': `Phone timestamp;HR [bpm];HRV [ms];Breathing interval [rpm];\n${heartRate.map((bpm, index) => `${phoneTime(index * 1000)};${bpm};;;\n`).join('')}`,
    'Polar_H10_RR.txt': `Phone timestamp;RR-interval [ms]\n${beats.map(([sec, intervalMs]) => `${phoneTime(Math.round(sec * 1000))};${intervalMs}\n`).join('')}`,
  }
}

function makePolarFlow({ startMs, heartRate }) {
  const [date, clock] = iso(startMs).slice(0, 19).split('T')
  const [year, month, day] = date.split('-')
  const clockOf = (sec) => [Math.floor(sec / 3600), Math.floor(sec / 60) % 60, sec % 60].map(twoDigits).join(':')
  const rows = heartRate.map((bpm, sec) => `${sec === 0 ? '1' : ''},${clockOf(sec)},${bpm},,,,,,,,\n`)
  return `Name,Sport,Date,Start time,Duration,Total distance (km),Average heart rate (bpm)\nSample Person,RUNNING,${day}-${month}-${year},${clock},${clockOf(heartRate.length)},,70\nSample rate,Time,HR (bpm),Speed (km/h),Pace (min/km),Cadence,Altitude (m),Stride length (m),Distances (m),Temperatures (C),Power (W)\n${rows.join('')}`
}

function makePolarSession({ startMs, heartRate, beats }) {
  const local = (offsetMs) => iso(startMs + 3_600_000 + offsetMs).replace('Z', '')
  const samples = {
    heartRate: heartRate.map((value, sec) => ({ dateTime: local(sec * 1000), value })),
    rr: beats.map(([, intervalMs]) => ({ duration: `PT${(intervalMs / 1000).toFixed(3)}S`, offline: false })),
  }
  return `${JSON.stringify({ exportVersion: '1.6', startTime: local(0), exercises: [{ startTime: local(0), timezoneOffset: 60, sport: 'RUNNING', samples }] })}\n`
}

function makeOuraHeartRate({ startMs, heartRate }) {
  const rows = Array.from({ length: 48 }, (_, index) => {
    const bpm = heartRate[index % heartRate.length]
    return `${iso(startMs + index * 300_000).replace('Z', '+00:00')};${bpm};${index < 12 ? 'awake' : 'rest'}\n`
  })
  return `timestamp;bpm;source\n${rows.join('')}`
}

function makeOuraTemperature({ startMs, skinTemp }) {
  const rows = Array.from(
    { length: 240 },
    (_, minute) => `${iso(startMs + minute * 60_000).replace('Z', '+00:00')};${skinTemp[minute % skinTemp.length]}\n`,
  )
  return `timestamp;skin_temp\n${rows.join('')}`
}

function makeWhoop({ startMs, heartRate, skinTemp }) {
  const time = (hours) =>
    iso(startMs + hours * 3_600_000)
      .slice(0, 19)
      .replace('T', ' ')
  const cycles = [0, 1, 2, 3].map(
    (day) =>
      `${time(24 * day)},${time(24 * day + 23)},UTC+01:00,${60 + day},${heartRate[day]},4${day},${skinTemp[day]},9${day},12.${day},2000,16${day},${heartRate[day]}\n`,
  )
  const workouts = [0, 0.5].map(
    (hours) => `${time(0)},${time(23)},UTC+01:00,${time(hours)},${time(hours + 0.4)},24,Running,8.1,300,171,${heartRate[100] + 40}\n`,
  )
  return {
    'physiological_cycles.csv': `Cycle start time,Cycle end time,Cycle timezone,Recovery score %,Resting heart rate (bpm),Heart rate variability (ms),Skin temp (celsius),Blood oxygen %,Day Strain,Energy burned (cal),Max HR (bpm),Average HR (bpm)\n${cycles.join('')}`,
    'workouts.csv': `Cycle start time,Cycle end time,Cycle timezone,Workout start time,Workout end time,Duration (min),Activity name,Activity Strain,Energy burned (cal),Max HR (bpm),Average HR (bpm)\n${workouts.join('')}`,
  }
}

function makeShimmer({ startMs, acc, eda, skinTemp, heartRate }) {
  const columns = [
    'Timestamp_Unix',
    'Accel_LN_X',
    'Accel_LN_Y',
    'Accel_LN_Z',
    'Battery',
    'GSR_Range',
    'GSR_Skin_Conductance',
    'GSR_Skin_Resistance',
    'Temperature_BMP280',
    'PPGtoHR',
  ]
  const units = ['ms', 'm/(s^2)', 'm/(s^2)', 'm/(s^2)', 'mV', 'no_units', 'uS', 'kOhms', 'Degrees Celsius', 'BPM']
  const rateHz = 8
  const rows = Array.from({ length: 180 * rateHz }, (_, index) => {
    const sec = index / rateHz
    const conductance = eda[Math.min(eda.length - 1, Math.floor(sec * 4))]
    const bpm = sec < 10 ? -1 : heartRate[Math.min(heartRate.length - 1, Math.floor(sec) - 10)]
    const cells = [
      startMs + sec * 1000,
      ...acc[index * 4].map((value) => (value * metresPerSecSquaredPerG).toFixed(4)),
      4139.2,
      2,
      conductance.toFixed(4),
      (1000 / conductance).toFixed(2),
      skinTemp[0],
      bpm,
    ]
    return `${cells.join(';')};\r\n`
  })
  return `"sep=;"\r\n${columns.map((name) => `Shimmer_40AC_${name}_CAL;`).join('')}\r\n${units.map((unit) => `${unit};`).join('')}\r\n${rows.join('')}`
}

function makePhyphox({ startMs, phoneAcc, phoneGyro }) {
  const cell = (value) => `${value.toExponential(9).replace('e+', 'E').replace('e', 'E')}`
  const table = (unit, rows) =>
    `"Time (s)","X (${unit})","Y (${unit})","Z (${unit})"\n${rows.map((row, index) => `${[index / 50 + 0.003, ...row].map(cell).join(',')}\n`).join('')}`
  return {
    'Accelerometer.csv': table(
      'm/s^2',
      phoneAcc.map((row) => row.map((value) => value * metresPerSecSquaredPerG)),
    ),
    'Gyroscope.csv': table('rad/s', phoneGyro),
    'meta/time.csv': `"event","experiment time","system time","system time text"\n"START",0.000000000E0,${startMs / 1000},"2026-03-14 11:00:00.000 UTC+01:00"\n"PAUSE",2.000000000E1,${startMs / 1000 + 20},"2026-03-14 11:00:20.000 UTC+01:00"\n`,
  }
}

function makeTimedIntervals({ startMs, beats }) {
  const rows = beats.map(([sec, intervalMs]) => `${iso(startMs + Math.round(sec * 1000))},${(intervalMs / 1000).toFixed(3)}\n`)
  return `date,rr [s]\n${rows.join('')}`
}

function makeCapture24({ startMs, acc }) {
  const time = (offsetMs) =>
    `${iso(startMs + offsetMs)
      .replace('T', ' ')
      .replace('Z', '')}000`
  const rows = acc.slice(0, 32 * 60).map((row, index) => {
    const annotation = index < 320 ? '' : '7030 sleeping;MET 0.95'
    return `${time(Math.floor((index * 1000) / 32))},${row.map((value) => value.toFixed(8)).join(',')},${annotation}\n`
  })
  return `time,x,y,z,annotation\n${rows.join('')}`
}

function makeEventList({ startMs, heartRate, beats }) {
  const row = (offsetMs, kind, value) => ({
    offsetMs,
    text: `${iso(startMs + offsetMs).replace('Z', '+00:00')};${kind};${value.toFixed(1)}\n`,
  })
  const rows = [
    ...heartRate.map((bpm, sec) => row(sec * 1000 + 11, 'HEART_RATE', bpm)),
    ...beats.map(([sec, intervalMs]) => row(Math.round(sec * 1000), 'HEART_RATE_VARIABILITY', intervalMs)),
    row(5, 'STEPS', 299),
  ]
  return rows
    .toSorted((a, b) => a.offsetMs - b.offsetMs)
    .map(({ text }) => text)
    .join('')
}

/** A table of nobody's format, as a German spreadsheet saves it: a column mapping is asked for. */
function makeGermanTable({ startMs, heartRate, eda, phoneGyro }) {
  const rows = heartRate.map((bpm, sec) => {
    const [date, clock] = iso(startMs + sec * 1000)
      .slice(0, 19)
      .split('T')
    const [year, month, day] = date.split('-')
    return `${day}.${month}.${year} ${clock};${bpm};${eda[sec * 4].toFixed(3).replace('.', ',')};${((phoneGyro[sec]?.[0] ?? 0) * degreesPerRad).toFixed(1).replace('.', ',')}\r\n`
  })
  return `Zeit;Puls;Hautleitwert (µS);Sonstiges\r\n${rows.join('')}`
}
