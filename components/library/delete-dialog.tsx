'use client'

import * as AlertDialog from '@radix-ui/themes/components/alert-dialog'
import { Button } from '@radix-ui/themes/components/button'

import styles from './library.module.css'

type DeleteDialogProps = {
  readonly songCount: number
  readonly firstTitle: string
  onDelete(): void
  onCancel(): void
}

/** Asks before a playlist is deleted for good. */
export const DeleteDialog = ({ songCount, firstTitle, onDelete, onCancel }: DeleteDialogProps) => (
  <AlertDialog.Root open onOpenChange={(isOpen) => !isOpen && onCancel()}>
    <AlertDialog.Content style={{ maxWidth: '440px' }}>
      <AlertDialog.Title>Delete this playlist?</AlertDialog.Title>
      <AlertDialog.Description size="3">
        Its {songCount} songs, beginning with “{firstTitle}”, are forgotten by this server. This cannot be undone.
      </AlertDialog.Description>
      <div className={styles.dialogFoot}>
        <AlertDialog.Cancel>
          <Button size="2" variant="surface">
            Keep it
          </Button>
        </AlertDialog.Cancel>
        <AlertDialog.Action>
          <Button size="2" color="red" onClick={onDelete}>
            Delete
          </Button>
        </AlertDialog.Action>
      </div>
    </AlertDialog.Content>
  </AlertDialog.Root>
)
