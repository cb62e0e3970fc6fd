'use client'

import { Button } from '@radix-ui/themes/components/button'
import type { ReactNode } from 'react'

import * as AlertDialog from './alert-dialog'
import styles from './ui.module.css'

type ConfirmDialogProps = {
  /** The question. */
  readonly title: string
  /** What is gone afterwards, and what stays. */
  readonly children: ReactNode
  readonly confirmWords: string
  readonly cancelWords: string
  onConfirm(): void
  onCancel(): void
}

/** Asks before something that cannot be undone; the way back is the first button. */
export const ConfirmDialog = ({ title, children, confirmWords, cancelWords, onConfirm, onCancel }: ConfirmDialogProps) => (
  <AlertDialog.Root open onOpenChange={(isOpen) => !isOpen && onCancel()}>
    <AlertDialog.Content style={{ maxWidth: '460px' }}>
      <AlertDialog.Title>{title}</AlertDialog.Title>
      <AlertDialog.Description size="3">{children}</AlertDialog.Description>
      <div className={styles.confirmFoot}>
        <AlertDialog.Cancel>
          <Button size="2" variant="surface">
            {cancelWords}
          </Button>
        </AlertDialog.Cancel>
        <AlertDialog.Action>
          <Button size="2" color="red" onClick={onConfirm}>
            {confirmWords}
          </Button>
        </AlertDialog.Action>
      </div>
    </AlertDialog.Content>
  </AlertDialog.Root>
)
