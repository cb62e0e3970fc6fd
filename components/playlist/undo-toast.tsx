'use client'

import { useLayoutEffect, useRef } from 'react'

import styles from './playlist.module.css'

type UndoToastProps = {
  readonly title: string
  onUndo(): void
  /** Called when the toast goes while the keyboard is in it, so that the focus can go on somewhere. */
  onLeave(): void
}

/** Says which song was removed and lets it come back; takes the focus, because the row that had it is gone. */
export const UndoToast = ({ title, onUndo, onLeave }: UndoToastProps) => {
  const undo = useRef<HTMLButtonElement>(null)
  const leave = useRef(onLeave)
  useLayoutEffect(() => {
    leave.current = onLeave
  })
  useLayoutEffect(() => {
    const button = undo.current
    button?.focus({ preventScroll: true })
    return () => {
      if (button?.matches(':focus')) leave.current()
    }
  }, [])
  return (
    <div className={styles.toast}>
      <span>
        Removed <strong>{title}</strong>
      </span>
      <button type="button" ref={undo} className={styles.toastAction} onClick={onUndo}>
        Undo
      </button>
    </div>
  )
}
