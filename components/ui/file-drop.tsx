'use client'

import { useId, useState, type ChangeEvent, type DragEvent } from 'react'

import { droppedFiles } from './dropped-files'
import styles from './ui.module.css'

type FileDropProps = {
  readonly accept: string
  readonly isMultiple: boolean
  /** The words on the button. */
  readonly label: string
  /** What is taken, beneath the button. */
  readonly hint: string
  onFiles(files: readonly File[]): void
  /** A second button opens a folder. */
  readonly hasFolders?: boolean
  /** Words of a second button that opens the camera of a phone or tablet. */
  readonly shotLabel?: string
}

/** Makes a file field take a folder; the types of React do not know it. */
const FOLDER_INPUT = { webkitdirectory: '' }

/** A place to drop files on, which is also a button that opens the file chooser. */
export const FileDrop = ({ accept, isMultiple, label, hint, onFiles, hasFolders = false, shotLabel }: FileDropProps) => {
  const hintId = useId()
  const [isOver, setIsOver] = useState(false)

  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])]
    if (files.length > 0) onFiles(files)
    // The same file can be chosen again after it was mended.
    event.target.value = ''
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    void droppedFiles(event.dataTransfer).then((files) => files.length > 0 && onFiles(files))
  }

  return (
    <div
      className={styles.drop}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <div className={styles.dropButtons}>
        <label className={styles.dropButton}>
          <input
            type="file"
            className="visually-hidden"
            accept={accept}
            multiple={isMultiple}
            aria-describedby={hintId}
            onChange={choose}
          />
          {label}
        </label>
        {hasFolders && (
          <label className={`${styles.dropButton} ${styles.folderButton}`}>
            <input type="file" className="visually-hidden" {...FOLDER_INPUT} onChange={choose} />
            Choose a folder
          </label>
        )}
        {shotLabel !== undefined && (
          <label className={`${styles.dropButton} ${styles.shotButton}`}>
            <input type="file" className="visually-hidden" accept={accept} capture="user" onChange={choose} />
            {shotLabel}
          </label>
        )}
      </div>
      <p id={hintId} className={styles.dropHint}>
        {hint}
      </p>
    </div>
  )
}
