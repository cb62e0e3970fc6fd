/** Every way in which Attune refuses something; the interface and the API have one text and one status for each. */
export const errorCodes = [
  'INVALID_REQUEST',
  'PAYLOAD_TOO_LARGE',
  'FORBIDDEN',
  'NOT_FOUND',
  'RATE_LIMITED',
  'TOO_FEW_SONGS',
  'INDEX_UNREADABLE',
  'FILE_EMPTY',
  'FILE_TOO_LARGE',
  'FILE_UNREADABLE',
  'FORMAT_UNKNOWN',
  'RECORDING_TOO_SHORT',
  'PICTURE_UNREADABLE',
  'NO_FACE',
  'CAMERA_REFUSED',
  'CAMERA_MISSING',
  'MOTION_REFUSED',
  'MOTION_MISSING',
  'PAIRING_LINK_BROKEN',
  'PAIRING_UNSAFE',
  'PAIRING_TAKEN',
  'PAIRING_ENDED',
  'MODEL_MISMATCH',
  'MODEL_UNREACHABLE',
  'INFERENCE_FAILED',
  'SERVER_UNREACHABLE',
  'FEATURES_UNREACHABLE',
  'SPOTIFY_NOT_CONFIGURED',
  'SPOTIFY_NOT_CONNECTED',
  'SPOTIFY_RECONNECT',
  'SPOTIFY_UNREACHABLE',
  'SPOTIFY_NOT_ALLOWED',
  'SPOTIFY_PREMIUM_REQUIRED',
  'SPOTIFY_NO_DEVICE',
  'SPOTIFY_FORBIDDEN',
  'SPOTIFY_GONE',
  'SPOTIFY_REFUSED',
  'SPOTIFY_RATE_LIMITED',
  'SPOTIFY_QUOTA_EXCEEDED',
  'INTERNAL',
] as const

/** One of the closed set of error codes. */
export type ErrorCode = (typeof errorCodes)[number]

/** An error with a code from the closed set; its message says what was found and what is expected, for a person to read. */
export class AppError extends Error {
  readonly code: ErrorCode
  /** When the same request may succeed (Unix epoch), where the one who refused it said so. */
  readonly retryAtMs?: number

  constructor(code: ErrorCode, message: string, options: ErrorOptions & { readonly retryAtMs?: number } = {}) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    if (options.retryAtMs !== undefined) this.retryAtMs = options.retryAtMs
  }
}
