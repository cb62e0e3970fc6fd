'use client'

import { Button } from '@radix-ui/themes/components/button'

import { useStudioActions } from '@/components/studio/studio-context'
import type { Relaxation } from '@/lib/core/songs/too-few-songs-error'

import { relaxationWords } from './wish-words'

/** As many ways out as are offered at once. */
const offeredCount = 3

/** The wishes that could be let go where too few songs fit, each a tap. */
export const RelaxButtons = ({ relaxations }: { readonly relaxations: readonly Relaxation[] }) => {
  const { letWishGo } = useStudioActions()
  return relaxations.slice(0, offeredCount).map((relaxation, index) => (
    <Button key={relaxation.wish} size="2" variant={index === 0 ? 'solid' : 'surface'} onClick={() => void letWishGo(relaxation.wish)}>
      {relaxationWords(relaxation)}
    </Button>
  ))
}
