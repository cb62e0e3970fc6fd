import type { StoreApi } from 'zustand/vanilla'

import type { StudioDeps } from './studio-deps'
import type { StudioState } from './studio-state'

/** What every group of actions works on. */
export type StudioContext = {
  readonly deps: StudioDeps
  readonly store: StoreApi<StudioState>
  /** Starts TF.js once; what goes wrong is shown by the backend badge and by whoever needed it. */
  startBackend(): Promise<void>
  /** Derives the user state from the inputs anew, and fuses it when it changed. */
  refresh(): void
  /** Says something to a screen reader. */
  announce(text: string): void
}
