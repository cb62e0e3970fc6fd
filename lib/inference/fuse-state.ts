import { fusionInputs } from '@/lib/core/state/fusion-inputs'
import type { UserState } from '@/lib/core/state/user-state'

import type { Models } from './models'

/** A user state's place in the song space: (128,), unit length. */
export function fuseState(models: Models, userState: UserState): Promise<Float32Array> {
  const inputs = Object.entries(fusionInputs(userState)).map(([name, values]) => [name, { values, shape: [1, values.length] }])
  return models.run('state-fusion', Object.fromEntries(inputs), 'stateVector')
}
