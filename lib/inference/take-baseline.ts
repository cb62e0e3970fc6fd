import { AppError } from '@/lib/core/app-error'
import type { Stretch } from '@/lib/core/signal/assess-quality'
import { findQuietestStretch, takeBaseline as takeFrom, type PersonalBaseline } from '@/lib/core/signal/personal-baseline'
import type { Recording } from '@/lib/core/signal/recording'
import { resampleRecording } from '@/lib/core/signal/resample-recording'

import type { Models } from './models'

/**
 * Takes the person's own zero from a stretch of a wearable's recording, by default its quietest three minutes.
 *
 * Throws RECORDING_TOO_SHORT where nothing was measured for long enough.
 */
export async function takeBaseline(models: Models, recording: Recording, chosen?: Stretch): Promise<PersonalBaseline> {
  const { windowSpec } = await models.manifest('stress')
  const uniform = resampleRecording(recording, windowSpec)
  const stretch = chosen ?? findQuietestStretch(uniform, windowSpec)
  const baseline = stretch && takeFrom(uniform, windowSpec, stretch)
  if (baseline === undefined) {
    throw new AppError(
      'RECORDING_TOO_SHORT',
      chosen === undefined
        ? `${recording.fileName} holds no three minutes in which its signals were measured throughout; a baseline needs them.`
        : `${recording.fileName}: the stretch holds less than half a minute of any signal; a baseline is taken from three minutes, and at least from that.`,
    )
  }
  return baseline
}
