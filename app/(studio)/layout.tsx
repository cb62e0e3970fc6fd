import type { ReactNode } from 'react'

import { StudioProvider } from '@/components/studio/studio-provider'

/** What the studio and the map share: the state that was read, which lives as long as one goes from one of them to the other. */
export default function StudioLayout({ children }: { readonly children: ReactNode }) {
  return <StudioProvider>{children}</StudioProvider>
}
