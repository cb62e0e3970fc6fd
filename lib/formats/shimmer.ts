import { isReadableMapping, type TableMapping } from '@/lib/core/signal/table-mapping'

import { guessColumns } from './guess-columns'
import { tableFormat } from './table-format'
import type { TextTable } from './text-table'

/**
 * Shimmer3 units, as ConsensysPRO and Consensys export them: names such as Shimmer_40AC_Accel_LN_X_CAL, with the units on a line below
 * (and in older versions the device and CAL or RAW on lines of their own). Calibrated columns are read, raw counts are not.
 */
export const shimmer = tableFormat({
  formatName: 'Shimmer',
  mapTable,
  expected: 'calibrated columns (CAL) of acceleration, skin conductance, PPG or heart rate',
})

function mapTable(table: TextTable): TableMapping | undefined {
  const isShimmer = table.columnNames.some((name) => /shimmer/i.test(name) || /_(CAL|RAW|UNCAL)(\s|$)/.test(name))
  if (!isShimmer) return undefined
  const isRaw = (name: string) => /(^|[_\s])(RAW|UNCAL)([_\s]|$)/.test(name)
  const mapping = guessColumns({ ...table, columnNames: table.columnNames.map((name) => (isRaw(name) ? '' : name)) })
  return isReadableMapping(mapping) ? mapping : undefined
}
