import { makeE4Session } from './empatica-e4-session.mjs'
import { makeSensorLoggerRecording, toIphoneRecording } from './sensor-logger-recording.mjs'
import { makeWearableExports } from './wearable-exports.mjs'
import { zipTexts } from './zip-texts.mjs'

/** Long enough for a handful of windows of a minute, and under 100 kB a file. */
const shortCourse = { durationSec: 180, stressStartSec: 70, stressEndSec: 140 }
const shortMotion = [
  { activity: 'sitting', durationSec: 12 },
  { activity: 'walking', durationSec: 14 },
]

/** The small recordings that the browser journeys drop, good and bad, by path. */
export function makeE2eRecordings() {
  const e4 = makeE4Session({ seed: 21, course: shortCourse, hasArtefacts: true })
  const phone = makeSensorLoggerRecording({ seed: 22, course: shortMotion })
  const iphone = toIphoneRecording(phone)
  const e4Zip = zipTexts(e4)
  const files = new Map()
  for (const [name, text] of Object.entries(e4)) files.set(`empatica-e4/${name}`, text)
  for (const name of ['TotalAcceleration.csv', 'Gyroscope.csv']) files.set(`sensor-logger/${name}`, phone[name])
  for (const name of ['Accelerometer.csv', 'Gravity.csv']) files.set(`sensor-logger-iphone/${name}`, iphone[name])
  files.set('empatica-e4.zip', e4Zip)
  for (const [path, content] of makeWearableExports()) files.set(path, content)
  files.set('bad/truncated.zip', e4Zip.slice(0, Math.floor(e4Zip.length * 0.6)))
  files.set(
    'bad/no-recording.zip',
    zipTexts({ 'notes/readme.txt': 'Nothing was recorded here.\n', 'notes/list.csv': 'name,count\napples,3\n' }),
  )
  files.set('bad/empty.csv', '')
  files.set('bad/text-in-numbers/EDA.csv', withText(e4['EDA.csv'], 2))
  files.set('bad/few-bad-rows/EDA.csv', withText(e4['EDA.csv'], 90))
  files.set('bad/wrong-unit/TotalAcceleration.csv', inG(phone['TotalAcceleration.csv']))
  files.set('bad/web-page.csv', '<!doctype html>\n<html><title>Sign in</title><p>Please sign in to download.</p></html>\n')
  return files
}

/** Every so many rows the number is gone. */
function withText(text, every) {
  return text
    .split('\n')
    .map((line, index) => (index > 1 && index % every === 0 && line !== '' ? 'no contact' : line))
    .join('\n')
}

/** The same motion in g, as some converters write it. */
function inG(text) {
  return text
    .split('\n')
    .map((line, index) => {
      const cells = line.split(',')
      return index === 0 || cells.length < 5
        ? line
        : [...cells.slice(0, 2), ...cells.slice(2).map((cell) => (Number(cell) / 9.80665).toFixed(5))].join(',')
    })
    .join('\n')
}
