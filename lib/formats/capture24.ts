import type { TableMapping } from '@/lib/core/signal/table-mapping'

import { inferTimeLayout } from './parse-time'
import { tableFormat } from './table-format'
import type { TextTable } from './text-table'

/**
 * Wrist accelerometers in the layout of Capture-24 (P001.csv.gz: time,x,y,z,annotation; 100 Hz, g), which actipy writes of Axivity,
 * GENEActiv and ActiGraph files as well. The annotation is a person's label, not a signal, and is left out.
 */
export const capture24 = tableFormat({
  formatName: 'Wrist accelerometer (time,x,y,z)',
  mapTable,
  expected: 'the columns time, x, y and z',
})

const names = ['time', 'x', 'y', 'z']

function mapTable(table: TextTable): TableMapping | undefined {
  const isAsNamed = names.every((name, column) => table.columnNames[column]?.toLowerCase() === name)
  const layout = inferTimeLayout(
    table.rows.map(([time = '']) => time),
    table.layout.hasDecimalComma,
  )
  if (!isAsNamed || layout === undefined || layout.kind === 'clock') return undefined
  return {
    columns: table.columnNames.map((_, column) => {
      if (column === 0) return { use: 'time', layout }
      const channel = (['accX', 'accY', 'accZ'] as const)[column - 1]
      return channel === undefined ? { use: 'none' } : { use: 'channel', channel, unit: 'g' }
    }),
  }
}
