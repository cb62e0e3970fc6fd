import { createDrift, createRandom } from './random.mjs'

/** What the person does, in order, with a phone head down in the front pocket. */
export const motionCourse = [
  { activity: 'sitting', durationSec: 70 },
  { activity: 'walking', durationSec: 85 },
  { activity: 'running', durationSec: 75 },
  { activity: 'standing', durationSec: 70 },
]

/** 14 March 2026, 17:30 UTC. */
const startSec = 1_773_509_400
const rateHz = 50
const metresPerSecSquaredPerG = 9.80665
const turnSec = 1.5

/** Where gravity points in the phone (x right, y to the top edge, z out of the screen; +1 g is up), and how much the body sways at rest. */
const postures = {
  sitting: { up: [-0.3, -0.33, 0.88], swayG: 0.006, swayRadPerSec: 0.015 },
  standing: { up: [0.06, -0.99, -0.02], swayG: 0.014, swayRadPerSec: 0.06 },
  walking: { up: [0.06, -0.99, 0.05], swayG: 0.05, swayRadPerSec: 0.16 },
  running: { up: [0.05, -0.99, 0.05], swayG: 0.11, swayRadPerSec: 0.3 },
}

/**
 * Gait as harmonics of the stride (two steps): amplitudes of the first, second ... harmonic for x, y and z, in g and rad/s, and where
 * in the stride each has its peak, in rad; the thigh's swing begins the stride. The second harmonic along the leg (y) is the step itself.
 */
const gaits = {
  walking: {
    strideHz: 0.9,
    acc: [
      [0.08, 0.12, 0.1, 0.12, 0.09, 0.04],
      [0.14, 0.4, 0.16, 0.16, 0.06, 0.06],
      [0.2, 0.2, 0.16, 0.12, 0.07, 0.04],
    ],
    accPhases: [
      [-1.2, 0.7, 1.1, 2.1, 1.2, -1.4],
      [-1.7, -1.5, -2.3, 3.1, 1, -1.1],
      [-1.5, -3, 1.1, -0.6, -2.1, 2.2],
    ],
    gyro: [
      [1.6, 0.7, 0.5, 0.25, 0.2],
      [0.9, 0.35, 0.35, 0.35, 0.3],
      [0.6, 0.3, 0.35, 0.2, 0.1],
    ],
    gyroPhases: [
      [0, 0.9, 0.4, -2.6, 2.8],
      [2.6, 1, -0.7, 1.1, -1.7],
      [-0.4, -0.6, 1.1, -2.8, 0.5],
    ],
  },
  running: {
    strideHz: 1.35,
    acc: [
      [0.25, 0.4, 0.35, 0.35, 0.2, 0.15],
      [0.25, 1.5, 0.25, 0.5, 0.15, 0.2],
      [0.35, 0.45, 0.4, 0.3, 0.2, 0.15],
    ],
    accPhases: [
      [-1.4, 1, 1.5, 1.1, -1.7, -0.6],
      [-1.7, 3.1, 2.7, 3.1, -3, -1.6],
      [0.7, -2.6, -0.8, -2.3, -2.6, -1.6],
    ],
    gyro: [
      [2.3, 1.3, 1, 0.6, 0.4],
      [1.8, 1.3, 1.1, 1, 0.6],
      [1.1, 0.9, 0.7, 0.5, 0.3],
    ],
    gyroPhases: [
      [0, 0.7, -1.2, 1.1, 1.3],
      [-2.8, 1.9, -0.9, 0, -2.3],
      [-0.4, 0.3, -1.3, -2.7, -0.2],
    ],
  },
}
/**
 * A phone's motion as Sensor Logger exports it from Android, of a person who does not exist: the text of its CSVs.
 *
 * Strides differ a little in length and force, the phone turns slowly in the pocket, and between activities it turns over with the leg.
 */
export function makeSensorLoggerRecording({ seed = 7, course = motionCourse } = {}) {
  const random = createRandom(seed)
  const total = []
  const gyro = []
  const user = []
  const gravity = []
  let sampleIndex = 0
  let up = postures[course[0].activity].up
  let stridePhase = 0
  const slack = [createDrift(random, 8 * rateHz), createDrift(random, 8 * rateHz), createDrift(random, 8 * rateHz)]
  const noise = Array.from({ length: 6 }, () => createDrift(random, 2))
  for (const { activity, durationSec } of course) {
    const posture = postures[activity]
    const gait = gaits[activity]
    let strideForce = 1
    let strideHz = gait?.strideHz ?? 0
    for (let index = 0; index < durationSec * rateHz; index++) {
      const share = Math.min(1, index / (turnSec * rateHz))
      const fromLast = up.map((part) => part)
      up = normalise(fromLast.map((part, axis) => part + (posture.up[axis] - part) / (0.3 * turnSec * rateHz)))
      const steady = normalise(up.map((part, axis) => part + 0.03 * slack[axis]()))
      const before = Math.floor(stridePhase)
      stridePhase += strideHz / rateHz
      if (gait !== undefined && Math.floor(stridePhase) !== before) {
        strideForce = 1 + 0.07 * random.normal()
        strideHz = gait.strideHz * (1 + 0.02 * random.normal())
      }
      const moved = [0, 1, 2].map((axis) => share * strideForce * harmonics(gait, 'acc', axis, stridePhase) + posture.swayG * noise[axis]())
      const turned = [0, 1, 2].map(
        (axis) => share * strideForce * harmonics(gait, 'gyro', axis, stridePhase) + posture.swayRadPerSec * noise[3 + axis](),
      )
      const sec = 0.0173 + sampleIndex / rateHz + 0.0004 * random.uniform()
      const cells = timeCells(sec)
      total.push(
        row(
          cells,
          steady.map((part, axis) => metresPerSecSquaredPerG * (part + moved[axis])),
        ),
      )
      user.push(
        row(
          cells,
          moved.map((part) => metresPerSecSquaredPerG * part),
        ),
      )
      gravity.push(
        row(
          cells,
          steady.map((part) => metresPerSecSquaredPerG * part),
        ),
      )
      gyro.push(row(cells, turned))
      sampleIndex++
    }
  }
  const header = 'time,seconds_elapsed,z,y,x\n'
  return {
    'Accelerometer.csv': header + user.join(''),
    'Gravity.csv': header + gravity.join(''),
    'Gyroscope.csv': header + gyro.join(''),
    'Metadata.csv': metadata('Sample phone', 'android', 'Accelerometer|Gravity|Gyroscope|TotalAcceleration', 'false'),
    'TotalAcceleration.csv': header + total.join(''),
  }
}

/** What an iPhone exports of the same motion: all three axes of acceleration and gravity turned round, and no TotalAcceleration.csv. */
export function toIphoneRecording(recording) {
  return {
    'Accelerometer.csv': turnRound(recording['Accelerometer.csv']),
    'Gravity.csv': turnRound(recording['Gravity.csv']),
    'Gyroscope.csv': recording['Gyroscope.csv'],
    'Metadata.csv': metadata('Sample iPhone', 'ios', 'Accelerometer|Gravity|Gyroscope', 'false'),
  }
}

function turnRound(text) {
  const turnCell = (cell) => (cell.startsWith('-') ? cell.slice(1) : `-${cell}`)
  return text
    .split('\n')
    .map((line, index) => {
      const cells = line.split(',')
      return index === 0 || cells.length < 5 ? line : [...cells.slice(0, 2), ...cells.slice(2).map(turnCell)].join(',')
    })
    .join('\n')
}

function metadata(deviceName, platform, sensors, standardisation) {
  const names =
    'version,device name,recording epoch time,recording time,recording timezone,platform,appVersion,device id,sensors,sampleRateMs,standardisation'
  const values = [3, deviceName, startSec * 1000, '2026-03-14_17-30-00', 'UTC', platform, '1.49', 'sample', sensors, 20, standardisation]
  return `${names}\n${values.join(',')}\n`
}

function harmonics(gait, signal, axis, stridePhase) {
  if (gait === undefined) return 0
  const peaks = gait[`${signal}Phases`][axis]
  return gait[signal][axis].reduce(
    (sum, amplitude, index) => sum + amplitude * Math.cos(2 * Math.PI * (index + 1) * stridePhase + peaks[index]),
    0,
  )
}

function normalise(vector) {
  const length = Math.hypot(...vector)
  return vector.map((part) => part / length)
}

/** Nanoseconds since 1970 do not fit a double: seconds and the rest are put together as text. */
function timeCells(sec) {
  const nanoseconds = Math.round(sec * 1e9)
  const whole = Math.floor(nanoseconds / 1e9)
  return `${startSec + whole}${String(nanoseconds - whole * 1e9).padStart(9, '0')},${sec.toFixed(4)}`
}

function row(cells, [x, y, z]) {
  return `${cells},${z.toFixed(4)},${y.toFixed(4)},${x.toFixed(4)}\n`
}
