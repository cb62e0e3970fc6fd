import type { TableMapping } from '@/lib/core/signal/table-mapping'

import { guessColumns } from './guess-columns'
import { sampleMedian } from './plausibility'
import { inferUnit } from './resolve-unit'
import { tableFormat } from './table-format'
import { numbersOf, type TextTable } from './text-table'

/**
 * Lists of beat intervals, as Elite HRV, HRV4Training, Kubios, HRV Logger and strap loggers write them: one a row in ms or s, with or
 * without a header, alone or beside a time or what else is known of a beat. Without a time the beats follow one another.
 */
export const rrIntervals = tableFormat({
  formatName: 'Beat intervals',
  mapTable,
  expected: 'beat intervals of 240 to 2400 ms',
})

const intervalNames = /^"?(rr|rri|r-r|rr[ _-]?interval\w*|ibi|nn|nni|hrv)"?( ?[[(]?(ms|s|sec|milliseconds)[\])]?)?$/i
/** A list of fewer may be anything. */
const fewestBeats = 5

function mapTable(table: TextTable): TableMapping | undefined {
  const { columnNames } = table
  if (columnNames.length === 1) return mapList(table)
  const mapping = guessColumns(table)
  const channels = mapping.columns.flatMap((use) => (use.use === 'channel' ? [use.channel] : []))
  const isList = channels.length === 1 && channels[0] === 'rrInterval'
  // A header says so, or there is nothing beside the intervals but their time.
  const isNamed = columnNames.some((name) => intervalNames.test(name.trim()))
  const isBare = columnNames.every((name) => name === '') && columnNames.length === 2
  return isList && (isNamed || isBare) ? mapping : undefined
}

function mapList(table: TextTable): TableMapping | undefined {
  const [name = ''] = table.columnNames
  const isNamed = intervalNames.test(name.trim())
  const values = numbersOf(table, 0).filter((value) => value > 0)
  const fits = inferUnit('interval', sampleMedian(values)) !== undefined
  if (!isNamed && (name !== '' || !fits || values.length < fewestBeats)) return undefined
  return { columns: [{ use: 'channel', channel: 'rrInterval' }] }
}
