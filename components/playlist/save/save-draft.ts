/** What the listener saw and is about to save. */
export type SaveDraft = {
  readonly playlistId: string
  readonly name: string
  readonly description: string
  /** Whether words and cover tell of the state; without it they are made of what is left. */
  readonly isFromState: boolean
  /** Absent where no cover could be drawn. */
  readonly coverJpegBase64?: string
}

const KEY = 'attune-save-draft'

/** Keeps a draft in this tab while the listener is at Spotify to sign in; what the state looked like is nowhere else then. */
export function keepDraft(draft: SaveDraft): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft))
  } catch {
    // Storage may be forbidden; the playlist is then saved with the words that are left of it.
  }
}

/** The draft of a playlist that was kept before the sign-in. */
export function readDraft(playlistId: string): SaveDraft | undefined {
  try {
    const draft: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    return isDraft(draft) && draft.playlistId === playlistId ? draft : undefined
  } catch {
    return undefined
  }
}

/** Forgets the draft that was kept: it was saved. */
export function forgetDraft(): void {
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // Storage may be forbidden; then nothing was kept.
  }
}

function isDraft(value: unknown): value is SaveDraft {
  if (typeof value !== 'object' || value === null) return false
  const fields = new Map(Object.entries(value))
  const isText = (name: string) => typeof fields.get(name) === 'string'
  const hasWords = isText('playlistId') && isText('name') && isText('description')
  return hasWords && typeof fields.get('isFromState') === 'boolean' && (!fields.has('coverJpegBase64') || isText('coverJpegBase64'))
}
