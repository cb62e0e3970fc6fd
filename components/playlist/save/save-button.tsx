'use client'

import { Button } from '@radix-ui/themes/components/button'
import dynamic from 'next/dynamic'

import { useAccount } from '@/components/account/account-store'
import { SaveIcon } from '@/components/ui/icons'

import type { SaveDraft } from './save-draft'
import type { Saves } from './use-saves'

/** The dialog, its drawing and its contracts come with the first click. */
const SaveDialog = dynamic(async () => (await import('./save-dialog')).SaveDialog)

type SaveButtonProps = {
  readonly saves: Saves
  readonly isOpen: boolean
  readonly isDisabled?: boolean
  onOpenChange(isOpen: boolean): void
  makeDraft(): Promise<SaveDraft>
}

/** Opens what goes to Spotify; where Spotify is not set up it stays dark, and SaveStrip says why. */
export const SaveButton = ({ saves, isOpen, isDisabled = false, onOpenChange, makeDraft }: SaveButtonProps) => {
  const { account } = useAccount()
  const isPossible = account === undefined || account.state !== 'not-configured'
  return (
    <>
      <Button size="2" variant="surface" disabled={isDisabled || !isPossible} onClick={() => onOpenChange(true)}>
        <SaveIcon /> Save to Spotify
      </Button>
      {isOpen && isPossible && <SaveDialog saves={saves} makeDraft={makeDraft} onClose={() => onOpenChange(false)} />}
    </>
  )
}
