import { makeE4Session } from './empatica-e4-session.mjs'
import { makeSensorLoggerRecording } from './sensor-logger-recording.mjs'

const metresPerSecSquaredPerG = 9.80665

/**
 * Signals of a person who does not exist, as numbers: what the exports of other devices are written from.
 *
 * The wrist's are those of an E4 (heart rate once a second, eda and skinTemp 4 a second, acc in g 32 a second, bvp 64 a second), the phone's are a walk in g and
 * rad/s, 50 a second.
 */
export function makePerson({ seed, durationSec }) {
  const course = { durationSec, stressStartSec: durationSec * 0.4, stressEndSec: durationSec * 0.75 }
  const e4 = makeE4Session({ seed, course })
  const rows = (name, headerCount) => e4[name].trim().split('\n').slice(headerCount)
  const numbers = (name) => rows(name, 2).map(Number)
  const beats = rows('IBI.csv', 1).map((line) => line.split(',').map(Number))
  const phone = makeSensorLoggerRecording({ seed: seed + 1, course: [{ activity: 'walking', durationSec: 20 }] })
  const axes = (text, scale) =>
    text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) =>
        line
          .split(',')
          .slice(2)
          .map((cell) => Number(cell) * scale)
          .reverse(),
      )
  return {
    startMs: Number(rows('EDA.csv', 0)[0]) * 1000,
    durationSec,
    heartRate: numbers('HR.csv').map(Math.round),
    /** Every beat, also those of which an E4 is not sure: [seconds since the start, ms since the beat before]. */
    beats: allBeats(beats, numbers('HR.csv'), durationSec),
    eda: numbers('EDA.csv').slice(1),
    skinTemp: numbers('TEMP.csv'),
    acc: rows('ACC.csv', 2).map((line) => line.split(',').map((count) => Number(count) / 64)),
    bvp: numbers('BVP.csv'),
    phoneAcc: axes(phone['TotalAcceleration.csv'], 1 / metresPerSecSquaredPerG),
    phoneGyro: axes(phone['Gyroscope.csv'], 1),
  }
}

/** Beats that follow the heart rate, with the breath's rhythm in them. */
function allBeats(sureBeats, heartRate, durationSec) {
  const beats = []
  let sec = sureBeats[0][0]
  while (sec < durationSec) {
    const bpm = heartRate[Math.max(0, Math.min(heartRate.length - 1, Math.round(sec) - 10))]
    const intervalMs = Math.round(60_000 / bpm + 18 * Math.sin(2 * Math.PI * 0.25 * sec))
    sec += intervalMs / 1000
    beats.push([sec, intervalMs])
  }
  return beats
}
