import { Button } from '@radix-ui/themes/components/button'
import { useMemo, useState } from 'react'

import { useStudioActions } from '@/components/studio/studio-context'
import { SelectField } from '@/components/ui/select-field'
import type { Recording } from '@/lib/core/signal/recording'
import type { WindowModelId } from '@/lib/inference/inference'
import type { ReadRecording } from '@/lib/stores/studio-state'

import { recordingMonths } from './recording-months'
import styles from './recording.module.css'
import { clockWords, dayWords, lengthWords } from './time-words'

/** More recordings than this are listed by month. */
const LONGEST_LIST = 40

const recordingWords = ({ startMs, endMs }: Recording) =>
  `${dayWords(startMs)}, ${clockWords(startMs).slice(0, 'hh:mm'.length)}, ${lengthWords(endMs - startMs)}`

type RecordingChoiceProps = { readonly choices: readonly Recording[]; readonly chosen: number; onChoose(index: number): void }

/** One of some recordings. */
const ShortChoice = ({ choices, chosen, onChoose }: RecordingChoiceProps) => (
  <SelectField
    label={`${choices.length} recordings were found`}
    isLabelShown
    value={String(chosen)}
    options={choices.map((choice, index) => ({ value: String(index), words: recordingWords(choice) }))}
    onChange={(value) => onChoose(Number(value))}
  />
)

/** One of the recordings of years: its month, then itself. */
const LongChoice = ({ choices, chosen, onChoose }: RecordingChoiceProps) => {
  const months = useMemo(() => recordingMonths(choices), [choices])
  const [shown, setShown] = useState(() => months.findIndex(({ indices }) => indices.includes(chosen)))
  const indices = months[shown]?.indices ?? []
  const listed = indices.flatMap((index) => {
    const choice = choices[index]
    return choice === undefined ? [] : [{ value: String(index), words: recordingWords(choice) }]
  })
  const isListed = indices.includes(chosen)
  return (
    <>
      <SelectField
        label={`Month (${choices.length.toLocaleString('en')} recordings were found)`}
        isLabelShown
        value={String(shown)}
        options={months.map((month, index) => ({ value: String(index), words: `${month.words} (${month.indices.length})` }))}
        onChange={(value) => setShown(Number(value))}
      />
      <SelectField
        label="Recording"
        isLabelShown
        value={isListed ? String(chosen) : ''}
        options={isListed ? listed : [{ value: '', words: 'Choose one' }, ...listed]}
        onChange={(value) => value !== '' && onChoose(Number(value))}
      />
    </>
  )
}

/** Which of several recordings in the files is shown, and a way to correct what a table's columns were taken for. */
export const RecordingSource = ({ modelId, read }: { readonly modelId: WindowModelId; readonly read: ReadRecording }) => {
  const { chooseRecording, correctTables } = useStudioActions()
  const { recording, choices } = read
  const hasTables = recording.tables !== undefined && recording.tables.length > 0
  if (choices.length < 2 && !hasTables) return null
  const Choice = choices.length > LONGEST_LIST ? LongChoice : ShortChoice
  return (
    <div className={styles.source}>
      {choices.length > 1 && (
        <Choice choices={choices} chosen={choices.indexOf(recording)} onChoose={(index) => void chooseRecording(modelId, index)} />
      )}
      {hasTables && (
        <Button size="2" variant="surface" onClick={() => correctTables(modelId)}>
          Columns and units
        </Button>
      )}
    </div>
  )
}
