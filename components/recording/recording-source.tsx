import { Button } from '@radix-ui/themes/components/button'

import { useStudioActions } from '@/components/studio/studio-context'
import { SelectField } from '@/components/ui/select-field'
import type { WindowModelId } from '@/lib/inference/inference'
import type { ReadRecording } from '@/lib/stores/studio-state'

import styles from './recording.module.css'
import { clockWords, dayWords, lengthWords } from './time-words'

/** Which of several recordings in the files is shown, and a way to correct what a table's columns were taken for. */
export const RecordingSource = ({ modelId, read }: { readonly modelId: WindowModelId; readonly read: ReadRecording }) => {
  const { chooseRecording, correctTables } = useStudioActions()
  const { recording, choices } = read
  const chosen = choices.indexOf(recording)
  const hasTables = recording.tables !== undefined && recording.tables.length > 0
  if (choices.length < 2 && !hasTables) return null
  return (
    <div className={styles.source}>
      {choices.length > 1 && (
        <SelectField
          label={`${choices.length.toLocaleString('en')} recordings were found`}
          isLabelShown
          value={String(chosen)}
          options={choices.map(({ startMs, endMs }, index) => ({
            value: String(index),
            words: `${dayWords(startMs)}, ${clockWords(startMs).slice(0, 'hh:mm'.length)}, ${lengthWords(endMs - startMs)}`,
          }))}
          onChange={(value) => void chooseRecording(modelId, Number(value))}
        />
      )}
      {hasTables && (
        <Button size="2" variant="surface" onClick={() => correctTables(modelId)}>
          Columns and units
        </Button>
      )}
    </div>
  )
}
