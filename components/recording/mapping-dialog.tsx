import { Button } from '@radix-ui/themes/components/button'
import { useId, useState } from 'react'

import * as Dialog from '@/components/ui/dialog'
import { SelectField } from '@/components/ui/select-field'
import { isReadableMapping, type MappedTable, type TableMapping, type TablePreview } from '@/lib/core/signal/table-mapping'

import { kindKey, columnOfKind, kindOptions, columnWrittenAs, writtenKey, writtenOptions } from './mapping-words'
import styles from './recording.module.css'

type MappingDialogProps = {
  readonly tables: readonly TablePreview[]
  onRead(mappedTables: readonly MappedTable[]): void
  onCancel(): void
}

const GRAVITY_OPTIONS = [
  { value: '', words: 'Tell from the values' },
  { value: 'true', words: 'In the acceleration' },
  { value: 'false', words: 'Taken out' },
]
/** Names that are shown of files with the same columns. */
const SHOWN_NAME_COUNT = 3

type TableGroup = { readonly key: string; readonly preview: TablePreview; readonly fileNames: readonly string[] }

/** Files with the same columns, such as one a day, are asked about once. */
const groupTables = (tables: readonly TablePreview[]): readonly TableGroup[] => {
  const groups = new Map<string, TableGroup>()
  for (const preview of tables) {
    const key = JSON.stringify([preview.columnNames, preview.mapping])
    const group = groups.get(key)
    groups.set(key, { key, preview: group?.preview ?? preview, fileNames: [...(group?.fileNames ?? []), preview.fileName] })
  }
  return [...groups.values()]
}

const namesOf = (fileNames: readonly string[]) =>
  fileNames.length > SHOWN_NAME_COUNT
    ? `${fileNames.slice(0, SHOWN_NAME_COUNT).join(', ')} and ${fileNames.length - SHOWN_NAME_COUNT} more`
    : fileNames.join(', ')

type TableFormProps = { readonly group: TableGroup; readonly mapping: TableMapping; onChange(mapping: TableMapping): void }

/** One table: what each column is, how it is written, and its first rows. */
const TableForm = ({ group, mapping, onChange }: TableFormProps) => {
  const rateId = useId()
  const { preview, fileNames } = group
  const hasTime = mapping.columns.some(({ use }) => use === 'time')
  const hasAcceleration = mapping.columns.some((use) => use.use === 'channel' && use.channel.startsWith('acc'))
  const change = (column: number, use: TableMapping['columns'][number]) =>
    onChange({ ...mapping, columns: mapping.columns.with(column, use) })
  const { hasGravity, rateHz, ...rest } = mapping
  return (
    <section className={styles.mappedTable} aria-label={namesOf(fileNames)}>
      <p className={styles.fileLine}>
        <strong>{namesOf(fileNames)}</strong>
      </p>
      <div className={styles.tableScroll}>
        <table className={styles.mapping}>
          <thead>
            <tr>
              {preview.columnNames.map((name, column) => (
                <th key={`${column} ${name}`} scope="col">
                  {name}
                </th>
              ))}
            </tr>
            <tr>
              {mapping.columns.map((use, column) => {
                const name = preview.columnNames[column] ?? ''
                return (
                  <td key={`${column} ${name}`}>
                    <div className={styles.mappingFields}>
                      <SelectField
                        label={`What ${name} is`}
                        value={kindKey(use)}
                        options={kindOptions}
                        onChange={(key) => change(column, columnOfKind(key, use))}
                      />
                      {use.use !== 'none' && (
                        <SelectField
                          label={`How ${name} is written`}
                          value={writtenKey(use)}
                          options={writtenOptions(use)}
                          onChange={(key) => change(column, columnWrittenAs(use, key))}
                        />
                      )}
                    </div>
                  </td>
                )
              })}
            </tr>
          </thead>
          <tbody className="numbers">
            {preview.rows.map((row, index) => (
              <tr key={`${index} ${row.join(' ')}`}>
                {preview.columnNames.map((name, column) => (
                  <td key={`${column} ${name}`} data-left-out={mapping.columns[column]?.use === 'none'}>
                    {row[column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.mappingExtras}>
        {hasAcceleration && (
          <SelectField
            label="Gravity"
            isLabelShown
            value={hasGravity === undefined ? '' : String(hasGravity)}
            options={GRAVITY_OPTIONS}
            onChange={(value) =>
              onChange({ ...rest, ...(rateHz === undefined ? {} : { rateHz }), ...(value === '' ? {} : { hasGravity: value === 'true' }) })
            }
          />
        )}
        {!hasTime && (
          <span className={styles.rateField}>
            <label htmlFor={rateId}>Rows a second</label>
            <input
              id={rateId}
              type="number"
              inputMode="decimal"
              min="0.01"
              step="any"
              value={rateHz ?? ''}
              onChange={({ target }) => {
                const value = target.valueAsNumber
                onChange({ ...rest, ...(hasGravity === undefined ? {} : { hasGravity }), ...(value > 0 ? { rateHz: value } : {}) })
              }}
            />
          </span>
        )}
      </div>
    </section>
  )
}

/** Asks what the columns of tables are: guessed already, with the first rows to check by. */
export const MappingDialog = ({ tables, onRead, onCancel }: MappingDialogProps) => {
  const [groups] = useState(() => groupTables(tables))
  const [mappings, setMappings] = useState<readonly TableMapping[]>(() => groups.map(({ preview }) => preview.mapping))
  const isReady = mappings.some(isReadableMapping)
  const read = () =>
    onRead(
      groups.flatMap(({ fileNames }, index) => {
        const mapping = mappings[index]
        return mapping === undefined || !isReadableMapping(mapping) ? [] : fileNames.map((fileName) => ({ fileName, mapping }))
      }),
    )
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onCancel()}>
      <Dialog.Content style={{ maxWidth: '920px' }} className={styles.mappingDialog}>
        <Dialog.Title>What are these columns?</Dialog.Title>
        <Dialog.Description size="2" className={styles.soft}>
          Attune has guessed from the names and the first rows. Correct what is wrong; nothing leaves your browser.
        </Dialog.Description>
        {groups.map((group, index) => {
          const mapping = mappings[index]
          return (
            mapping !== undefined && (
              <TableForm
                key={group.key}
                group={group}
                mapping={mapping}
                onChange={(changed) => setMappings((before) => before.with(index, changed))}
              />
            )
          )
        })}
        <div className={styles.mappingFoot}>
          <p className={styles.soft} role="status">
            {isReady ? '' : 'Choose a column for a signal, and one for the time or the rows a second.'}
          </p>
          <Button size="2" variant="soft" onClick={onCancel}>
            Cancel
          </Button>
          <Button size="2" disabled={!isReady} onClick={read}>
            Read
          </Button>
        </div>
      </Dialog.Content>
    </Dialog.Root>
  )
}
