import type { ReactNode } from 'react'

import type { ErrorCode } from '@/lib/core/app-error'
import { WarningIcon } from '@/components/ui/icons'

import styles from './problem-note.module.css'

const titles: Readonly<Record<ErrorCode, string>> = {
  INVALID_REQUEST: 'The request was not understood',
  PAYLOAD_TOO_LARGE: 'That was too much at once',
  FORBIDDEN: 'This is not allowed',
  NOT_FOUND: 'Not found',
  RATE_LIMITED: 'A short pause, please',
  TOO_FEW_SONGS: 'Too few songs fit',
  INDEX_UNREADABLE: 'The song index cannot be read',
  FILE_EMPTY: 'The file is empty',
  FILE_TOO_LARGE: 'The file is too large',
  FILE_UNREADABLE: 'The file cannot be read',
  FORMAT_UNKNOWN: 'Attune does not know this kind of file',
  RECORDING_TOO_SHORT: 'The recording is too short',
  PICTURE_UNREADABLE: 'The picture cannot be read',
  NO_FACE: 'No face found',
  CAMERA_REFUSED: 'The camera was refused',
  CAMERA_MISSING: 'No camera found',
  MOTION_REFUSED: 'Motion was refused',
  MOTION_MISSING: 'No motion sensor found',
  PAIRING_LINK_BROKEN: 'The link is not whole',
  PAIRING_UNSAFE: 'Not at this address',
  PAIRING_TAKEN: 'Another phone is paired',
  PAIRING_ENDED: 'The pairing has ended',
  MODEL_MISMATCH: 'A model does not fit this version',
  MODEL_UNREACHABLE: 'A model could not be loaded',
  INFERENCE_FAILED: 'The model could not read this',
  SERVER_UNREACHABLE: 'The server does not answer',
  FEATURES_UNREACHABLE: 'The service with audio features does not answer',
  SPOTIFY_NOT_CONFIGURED: 'Spotify is not set up here',
  SPOTIFY_NOT_CONNECTED: 'Spotify is not connected',
  SPOTIFY_RECONNECT: 'Connect Spotify again',
  SPOTIFY_UNREACHABLE: 'Spotify does not answer',
  SPOTIFY_NOT_ALLOWED: 'Spotify does not know you as a user of this app',
  SPOTIFY_PREMIUM_REQUIRED: 'This needs Spotify Premium',
  SPOTIFY_NO_DEVICE: 'No device to play on',
  SPOTIFY_FORBIDDEN: 'Spotify does not allow this',
  SPOTIFY_GONE: 'Spotify has this no more',
  SPOTIFY_REFUSED: 'Spotify refused this',
  SPOTIFY_RATE_LIMITED: 'Spotify asks for a short pause',
  SPOTIFY_QUOTA_EXCEEDED: 'Spotify’s quota for today is used up',
  INTERNAL: 'Something went wrong',
}

/** A problem in words, where it happened, with what can be done about it; read aloud at once. */
export const ProblemNote = ({
  problem,
  children,
}: {
  readonly problem: { readonly code: ErrorCode; readonly message: string }
  readonly children?: ReactNode
}) => (
  <div className={styles.problem} role="alert" data-code={problem.code}>
    <WarningIcon className={styles.problemIcon} />
    <div>
      <p className={styles.problemTitle}>{titles[problem.code]}</p>
      <p>{problem.message}</p>
      {children !== undefined && <div className={styles.problemActions}>{children}</div>}
    </div>
  </div>
)
