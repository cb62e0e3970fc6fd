import { readFileSync } from 'node:fs'
import path from 'node:path'

import { strToU8, zipSync } from 'fflate'

import { AppError } from '@/lib/core/app-error'
import type { Channel, Recording } from '@/lib/core/signal/recording'

import { readRecordingFiles } from './read-recording-files'

/** A start for made-up files: 14 March 2026, 10:00 UTC, in Unix seconds. */
export const testStartSec = 1_773_482_400

/** A file as the browser hands it over. */
export function makeFile(name: string, content: string | Uint8Array<ArrayBuffer>): File {
  return new File([content], name)
}

/** A zip of texts by path. */
export function makeZip(name: string, texts: Readonly<Record<string, string>>): File {
  return makeFile(name, zipSync(Object.fromEntries(Object.entries(texts).map(([entry, text]) => [entry, strToU8(text)]))))
}

/** A file that `node scripts/make-samples.mjs` wrote, by its path in the repository. */
export function readGenerated(repositoryPath: string): File {
  return makeFile(path.basename(repositoryPath), new Uint8Array(readFileSync(path.join(import.meta.dirname, '../..', repositoryPath))))
}

/** The text of an E4 file with one column: start, rate, then a row a value. */
export function e4Text(rateHz: number, values: readonly (number | string)[], startSec: number | string = testStartSec.toFixed(6)): string {
  return [startSec, rateHz.toFixed(6), ...values].map((cell) => `${cell}\n`).join('')
}

/** The text of an E4's ACC.csv: rows of x, y, z in 1/64 g unless said otherwise. */
export function e4AccText(rows: readonly (readonly number[])[], startSec = testStartSec): string {
  const repeated = (cell: string) => [cell, cell, cell].join(', ')
  return [repeated(startSec.toFixed(6)), repeated('32.000000'), ...rows.map((row) => row.join(','))].map((line) => `${line}\n`).join('')
}

/** The text of a Sensor Logger file at 50 Hz; each row is x, y, z and is written as z, y, x. */
export function sensorLoggerText(rows: readonly (readonly [number, number, number])[], startSec = testStartSec): string {
  const lines = rows.map(([x, y, z], index) => {
    const elapsedMs = index * 20
    const wholeSec = startSec + Math.floor(elapsedMs / 1000)
    return `${wholeSec}${String((elapsedMs % 1000) * 1e6).padStart(9, '0')},${(elapsedMs / 1000).toFixed(3)},${z},${y},${x}`
  })
  return ['time,seconds_elapsed,z,y,x', ...lines].map((line) => `${line}\n`).join('')
}

/** So many equal rows. */
export function repeat<Row>(row: Row, count: number): Row[] {
  return Array.from({ length: count }, () => row)
}

/** The only recording in these files. */
export async function readOne(...files: readonly File[]): Promise<Recording> {
  const { recordings } = await readRecordingFiles(files)
  const [recording, ...others] = recordings
  if (recording === undefined || others.length > 0) throw new Error(`Expected one recording, found ${recordings.length}.`)
  return recording
}

/** What these files are refused with; anything but an AppError fails the test. */
export async function readError(...files: readonly File[]): Promise<AppError> {
  try {
    await readRecordingFiles(files)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('Expected an error, but the files were read.')
}

/** The values of a channel as plain numbers, rounded to what a float32 of that size holds. */
export function valuesOf(recording: Recording, channel: Channel): number[] {
  return Array.from(recording.series[channel]?.values ?? [], (value) => Number(value.toPrecision(6)))
}

/** The messages of a recording's notes of one kind. */
export function notesOf(recording: Recording, kind: Recording['notes'][number]['kind']): string[] {
  return recording.notes.filter((note) => note.kind === kind).map(({ message }) => message)
}
