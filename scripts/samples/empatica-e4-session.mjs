import { createDrift, createRandom } from './random.mjs'

/** The course of the session in seconds: at ease, then a hard task, then at ease again for long enough that the body has come to rest. */
export const e4Course = { durationSec: 1500, stressStartSec: 420, stressEndSec: 720 }

/** 14 March 2026, 10:00 UTC. */
const startSec = 1_773_482_400

/**
 * An Empatica E4's session of a person who does not exist, as the text of its CSVs.
 *
 * With stress the heart goes from 66 to 94 beats a minute and breathes less through its rhythm, skin conductance rises with
 * a response every few seconds, the skin cools by a degree, the pulse wave shrinks and the hand is restless.
 */
export function makeE4Session({ seed = 4, course = e4Course, startedAtSec = startSec, hasArtefacts = false } = {}) {
  const random = createRandom(seed)
  const { durationSec } = course
  const arousal = makeArousal(course)
  const beatsSec = makeBeats(random, arousal, durationSec)
  const startRow = startedAtSec.toFixed(6)
  return {
    'ACC.csv': makeAcc(random, arousal, course, startRow),
    'BVP.csv': signalFile(startedAtSec.toFixed(2), '64.000000', makeBvp(random, arousal, beatsSec, durationSec), 2),
    'EDA.csv': signalFile(startRow, '4.000000', makeEda(random, arousal, course), 6),
    'HR.csv': signalFile((startedAtSec + 10).toFixed(6), '1.000000', makeHeartRate(beatsSec, durationSec), 2),
    'IBI.csv': makeIntervals(random, arousal, beatsSec, startRow),
    'TEMP.csv': signalFile(startRow, '4.000000', makeSkinTemp(random, arousal, durationSec, hasArtefacts), 2),
    'tags.csv': [course.stressStartSec, course.stressEndSec].map((sec) => `${(startedAtSec + sec).toFixed(2)}\n`).join(''),
  }
}

function signalFile(startRow, rateRow, values, decimals) {
  return `${startRow}\n${rateRow}\n${Array.from(values, (value) => `${value.toFixed(decimals)}\n`).join('')}`
}

/** 0 at ease to 1 under stress, at any second: rises within half a minute, falls within two. */
function makeArousal({ stressStartSec, stressEndSec }) {
  const rise = (sinceSec) => 1 - Math.exp(-sinceSec / 20)
  return (sec) => {
    if (sec < stressStartSec) return 0
    if (sec < stressEndSec) return rise(sec - stressStartSec)
    return rise(stressEndSec - stressStartSec) * Math.exp(-(sec - stressEndSec) / 45)
  }
}

function makeBeats(random, arousal, durationSec) {
  const drift = createDrift(random, 60)
  const beatsSec = []
  for (let sec = 0.4; sec < durationSec;) {
    beatsSec.push(sec)
    const stress = arousal(sec)
    const breath = Math.sin(2 * Math.PI * (0.23 + 0.07 * stress) * sec) * (3 - 2 * stress)
    const pressure = Math.sin(2 * Math.PI * 0.1 * sec) * (2 - stress)
    const bpm = 66 + 28 * stress + breath + pressure + 1.8 * drift() + 0.6 * random.normal()
    sec += 60 / bpm
  }
  return beatsSec
}

/** A pulse wave: each beat a steep rise, a slower fall and the small second hump of the reflected wave. */
function makeBvp(random, arousal, beatsSec, durationSec) {
  const rateHz = 64
  const values = new Float64Array(durationSec * rateHz)
  const drift = createDrift(random, 2 * rateHz)
  const hump = (x, centre, width) => Math.exp(-(((x - centre) / width) ** 2) / 2)
  let beat = 0
  for (let index = 0; index < values.length; index++) {
    const sec = index / rateHz
    while ((beatsSec[beat + 1] ?? Infinity) <= sec) beat++
    const intervalSec = (beatsSec[beat + 1] ?? durationSec + 1) - beatsSec[beat]
    const phase = (sec - beatsSec[beat]) / intervalSec
    // The wave also hangs over from the beat before, or it would start with a step.
    const wave = [phase, phase + 1, phase - 1].reduce((sum, x) => sum + hump(x, 0.2, 0.075) + 0.35 * hump(x, 0.48, 0.11), 0)
    const amplitude = 95 - 45 * arousal(sec)
    values[index] = amplitude * (wave - 0.28) + 6 * drift() + 1.2 * random.normal()
  }
  return values
}

/** Mean rate over the last ten beats' worth of time, once a second from the tenth second on, as the E4 gives it. */
function makeHeartRate(beatsSec, durationSec) {
  const values = []
  for (let sec = 10; sec < durationSec; sec++) {
    const recent = beatsSec.filter((beatSec) => beatSec > sec - 10 && beatSec <= sec)
    values.push((60 * (recent.length - 1)) / (recent.at(-1) - recent[0]))
  }
  return values
}

/** The E4 leaves out beats of which it is not sure: many more where the hand moves. */
function makeIntervals(random, arousal, beatsSec, startRow) {
  const rows = beatsSec.flatMap((beatSec, index) => {
    const isSure = index > 0 && random.uniform() > 0.08 + 0.45 * arousal(beatSec)
    return isSure ? [`${beatSec.toFixed(6)},${(beatSec - beatsSec[index - 1]).toFixed(6)}\n`] : []
  })
  return `${startRow}, IBI\n${rows.join('')}`
}

/** Skin conductance in microsiemens: a level that follows arousal slowly, and responses of a few seconds upon it. */
function makeEda(random, arousal, { durationSec }) {
  const rateHz = 4
  const values = new Float64Array(durationSec * rateHz)
  const drift = createDrift(random, 120 * rateHz)
  let level = 0.9
  for (let index = 0; index < values.length; index++) {
    const stress = arousal(index / rateHz)
    const goal = 0.9 + 2.1 * stress
    level += (goal - level) / (rateHz * (goal > level ? 60 : 90))
    values[index] += level + 0.04 * drift() + 0.003 * random.normal()
    const responsesPerMinute = 1.5 + 9 * stress
    if (random.uniform() < responsesPerMinute / 60 / rateHz)
      addResponse(values, index, (0.04 + 0.3 * stress) * (0.5 + random.uniform()), rateHz)
  }
  // The first sample is taken before the electrodes are live.
  values[0] = 0
  return values
}

/** A response rises within about two seconds and dies away over ten. */
function addResponse(values, start, size, rateHz) {
  const riseSec = 0.75
  const fallSec = 3.5
  const peakShare = 0.6
  for (let index = start; index < Math.min(values.length, start + 25 * rateHz); index++) {
    const sec = (index - start) / rateHz
    values[index] += (size / peakShare) * (Math.exp(-sec / fallSec) - Math.exp(-sec / riseSec))
  }
}

/** Skin temperature in Celsius, in the steps of 0.02 in which the E4 gives it. */
function makeSkinTemp(random, arousal, durationSec, hasArtefacts) {
  const rateHz = 4
  const drift = createDrift(random, 90 * rateHz)
  let temp = 33.4
  return Float64Array.from({ length: durationSec * rateHz }, (_, index) => {
    const goal = 33.7 - 1.9 * arousal(index / rateHz)
    temp += (goal - temp) / (rateHz * 130)
    if (hasArtefacts && index < 3) return 382.21
    return Math.round((temp + 0.05 * drift() + 0.008 * random.normal()) * 50) / 50
  })
}

/** Acceleration of a wrist on a desk in 1/64 g: it lies, shifts now and then, and gestures under stress. */
function makeAcc(random, arousal, { durationSec }, startRow) {
  const rateHz = 32
  const rows = []
  const posture = { x: -0.12, y: 0.3, z: 0.94 }
  const goal = { ...posture }
  const tremor = [createDrift(random, 4), createDrift(random, 4), createDrift(random, 4)]
  let gestureSec = 0
  for (let index = 0; index < durationSec * rateHz; index++) {
    const stress = arousal(index / rateHz)
    if (random.uniform() < (0.012 + 0.09 * stress) / rateHz) {
      goal.x = -0.15 + 0.25 * random.normal()
      goal.y = 0.3 + 0.25 * random.normal()
    }
    if (random.uniform() < (0.015 + 0.16 * stress) / rateHz) gestureSec = 0.5 + 1.5 * random.uniform()
    gestureSec = Math.max(0, gestureSec - 1 / rateHz)
    posture.x += (goal.x - posture.x) / (0.7 * rateHz)
    posture.y += (goal.y - posture.y) / (0.7 * rateHz)
    const length = Math.hypot(posture.x, posture.y, posture.z)
    const shake = 0.006 + 0.004 * stress + (gestureSec > 0 ? 0.09 : 0)
    const counts = [posture.x, posture.y, posture.z].map((part, axis) => {
      const value = Math.round(64 * (part / length + shake * tremor[axis]()))
      return Math.max(-128, Math.min(127, value))
    })
    rows.push(`${counts.join(',')}\n`)
  }
  const repeated = (cell) => `${[cell, cell, cell].join(', ')}\n`
  return repeated(startRow) + repeated('32.000000') + rows.join('')
}
