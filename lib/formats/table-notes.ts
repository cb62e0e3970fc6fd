import type { RecordingNote } from '@/lib/core/signal/recording'

import type { NumberTable } from './csv-numbers'

/** What there is to say about rows that could not be read. */
export function tableNotes(fileName: string, { badRowCount, firstBadLine }: NumberTable): RecordingNote[] {
  if (firstBadLine === undefined) return []
  const rows =
    badRowCount === 1 ? '1 row is not readable and was left out' : `${badRowCount} rows are not readable and were left out, the first`
  return [{ kind: 'skipped', message: `${fileName}: ${rows} (line ${firstBadLine}).` }]
}
