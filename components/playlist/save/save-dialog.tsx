'use client'

import { Button } from '@radix-ui/themes/components/button'
import { useEffect, useId, useState } from 'react'

import { connectSpotify, useAccount } from '@/components/account/account-store'
import { dayWords } from '@/components/account/account-words'
import { ProblemNote } from '@/components/studio/problem-note'
import * as Dialog from '@/components/ui/dialog'
import { SpotifyIcon, SpotifyLogo } from '@/components/ui/spotify-logo'
import type { Save, SaveRequest } from '@/lib/contracts/save-api'

import { forgetDraft, keepDraft, type SaveDraft } from './save-draft'
import { SaveStanding } from './save-standing'
import styles from './save.module.css'
import { goesOnByItself, type Saves } from './use-saves'

/** What Spotify takes of each, as lib/contracts/save-api.ts has it. */
const NAME_LIMIT = 100
const DESCRIPTION_LIMIT = 260

type SaveDialogProps = {
  readonly saves: Saves
  /** What to save: drawn and written from the state where it is still known. */
  makeDraft(): Promise<SaveDraft>
  onClose(): void
}

const titleOf = (save: Save | undefined): string => {
  if (save === undefined) return 'Save to Spotify'
  if (save.state.phase === 'failed') return 'Not saved to Spotify'
  return save.state.phase === 'done' ? 'Saved to Spotify' : 'Saving to Spotify'
}

/** Everything that goes to Spotify, to be seen and changed before it goes; then how the save gets on. */
export const SaveDialog = ({ saves, makeDraft, onClose }: SaveDialogProps) => {
  const [draft, setDraft] = useState<SaveDraft>()
  const [followed, setFollowed] = useState<string>()
  useEffect(() => {
    void makeDraft().then(setDraft)
  }, [makeDraft])
  const save = saves.saves?.find(({ saveId }) => saveId === followed)
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Content className={styles.dialog} style={{ maxWidth: '600px' }}>
        <div className={styles.dialogHead}>
          <Dialog.Title>{titleOf(save)}</Dialog.Title>
          <SpotifyLogo />
        </div>
        {save === undefined ? (
          <>
            <Dialog.Description size="2" className={styles.dialogWords}>
              This is what goes to Spotify: the songs, this name, these words and this cover.
            </Dialog.Description>
            {draft !== undefined && saves.isKnown && (
              <SaveForm
                draft={draft}
                saves={saves}
                onStart={async (request) => {
                  if (!(await saves.start(request))) return
                  forgetDraft()
                  setFollowed(request.saveId)
                }}
                onCancel={onClose}
              />
            )}
          </>
        ) : (
          <>
            <Dialog.Description size="2" className={styles.dialogWords}>
              “{save.name}”{goesOnByItself(save) && '. It goes on when this window, or this page, is closed.'}
            </Dialog.Description>
            <SaveStanding save={save} onResume={() => void saves.resume(save.saveId)} />
            <div className={styles.dialogFoot}>
              <Button size="2" variant="surface" onClick={onClose}>
                Close
              </Button>
            </div>
          </>
        )}
      </Dialog.Content>
    </Dialog.Root>
  )
}

type SaveFormProps = {
  readonly draft: SaveDraft
  readonly saves: Saves
  onStart(request: SaveRequest & { readonly saveId: string }): Promise<void>
  onCancel(): void
}

type Words = Pick<SaveDraft, 'name' | 'description'>

const SaveForm = ({ draft, saves, onStart, onCancel }: SaveFormProps) => {
  const { account, problem: accountProblem, isBusy } = useAccount()
  const earlier = saves.saves?.find(({ state }) => state.phase === 'done')
  // Where the state is gone, what was written of it earlier is better than what can be written now.
  const [words, setWords] = useState<Words>(draft.isFromState ? draft : (earlier ?? draft))
  const { name, description } = words
  const [isPublic, setIsPublic] = useState(false)
  const [mode, setMode] = useState<SaveRequest['mode']>('update')
  // One wish, however often it is sent.
  const [saveId] = useState(() => crypto.randomUUID())
  const [isSending, setIsSending] = useState(false)
  const ids = { name: useId(), description: useId() }
  const { playlistId, coverJpegBase64 } = draft
  const problem = saves.problem ?? accountProblem
  const isConnected = account?.state === 'connected'
  const keepsCover = earlier !== undefined && mode === 'update' && !draft.isFromState
  const connectWords = account?.state === 'expired' ? 'Connect again' : 'Connect Spotify'
  const submitWords = isConnected ? (isSending ? 'Beginning' : 'Save') : connectWords
  const cover = coverJpegBase64 === undefined || keepsCover ? {} : { coverJpegBase64 }

  const submit = async () => {
    if (!isConnected) {
      keepDraft({ ...draft, name, description })
      await connectSpotify([], `/library/${playlistId}?save`)
      return
    }
    setIsSending(true)
    await onStart({ saveId, playlistId, mode, name, description, isPublic, ...cover })
    setIsSending(false)
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className={styles.formTop}>
        {coverJpegBase64 === undefined || keepsCover ? (
          <p className={styles.noCover}>{keepsCover ? 'The cover stays as it is.' : 'No cover: this browser could not draw one.'}</p>
        ) : (
          <img className={styles.cover} src={`data:image/jpeg;base64,${coverJpegBase64}`} alt="The cover, as it will be in Spotify" />
        )}
        <div className={styles.fields}>
          <label htmlFor={ids.name}>Name</label>
          <input
            id={ids.name}
            type="text"
            value={name}
            required
            maxLength={NAME_LIMIT}
            onChange={(event) => setWords({ name: event.target.value, description })}
          />
          <label htmlFor={ids.description}>Description</label>
          <textarea
            id={ids.description}
            rows={4}
            value={description}
            maxLength={DESCRIPTION_LIMIT}
            onChange={(event) => setWords({ name, description: event.target.value })}
          />
        </div>
      </div>
      {earlier !== undefined && <ModeChoice earlier={earlier} mode={mode} onChange={setMode} />}
      <label className={styles.tick}>
        <input type="checkbox" checked={isPublic} onChange={(event) => setIsPublic(event.target.checked)} />
        <span>Show it on my Spotify profile, with these words</span>
      </label>
      {problem !== undefined && <ProblemNote problem={problem} />}
      {account?.state === 'expired' && (
        <ProblemNote
          problem={{ code: 'SPOTIFY_RECONNECT', message: 'Spotify no longer accepts this connection. The save begins once you are back.' }}
        />
      )}
      {account?.state === 'disconnected' && (
        <p className={styles.dialogWords}>You sign in at Spotify first, and come back here with this name and cover.</p>
      )}
      <div className={styles.dialogFoot}>
        <Button type="button" size="2" variant="surface" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" size="2" disabled={isSending || isBusy || account === undefined || name.trim() === ''}>
          {!isConnected && <SpotifyIcon />}
          {submitWords}
        </Button>
      </div>
    </form>
  )
}

type ModeChoiceProps = {
  readonly earlier: Save
  readonly mode: SaveRequest['mode']
  onChange(mode: SaveRequest['mode']): void
}

const ModeChoice = ({ earlier, mode, onChange }: ModeChoiceProps) => (
  <fieldset className={styles.modes}>
    <legend>This playlist was saved before</legend>
    <label className={styles.tick}>
      <input type="radio" name="mode" checked={mode === 'update'} onChange={() => onChange('update')} />
      <span>
        Bring “{earlier.name}” of {dayWords(earlier.createdAtMs)} up to date
      </span>
    </label>
    <label className={styles.tick}>
      <input type="radio" name="mode" checked={mode === 'new'} onChange={() => onChange('new')} />
      <span>Make another playlist</span>
    </label>
  </fieldset>
)
