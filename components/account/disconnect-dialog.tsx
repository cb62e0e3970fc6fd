'use client'

import * as AlertDialog from '@radix-ui/themes/components/alert-dialog'
import { Button } from '@radix-ui/themes/components/button'

import styles from './account.module.css'

type DisconnectDialogProps = {
  readonly name: string
  onDisconnect(): void
  onCancel(): void
}

/** Asks before everything that came from Spotify is deleted. */
export const DisconnectDialog = ({ name, onDisconnect, onCancel }: DisconnectDialogProps) => (
  <AlertDialog.Root open onOpenChange={(isOpen) => !isOpen && onCancel()}>
    <AlertDialog.Content style={{ maxWidth: '460px' }}>
      <AlertDialog.Title>Disconnect Spotify?</AlertDialog.Title>
      <AlertDialog.Description size="3">
        Attune deletes the connection as {name}, its keys, what it read of your library, and its record of saves, in every browser. Saves
        that are still under way stop. Playlists in Spotify and in Attune’s library stay.
      </AlertDialog.Description>
      <div className={styles.dialogFoot}>
        <AlertDialog.Cancel>
          <Button size="2" variant="surface">
            Stay connected
          </Button>
        </AlertDialog.Cancel>
        <AlertDialog.Action>
          <Button size="2" color="red" onClick={onDisconnect}>
            Disconnect
          </Button>
        </AlertDialog.Action>
      </div>
    </AlertDialog.Content>
  </AlertDialog.Root>
)
