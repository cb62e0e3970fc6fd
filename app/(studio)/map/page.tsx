import type { Metadata } from 'next'

import { MapPage } from '@/components/map/map-page'

export const metadata: Metadata = { title: 'Map' }

/** The song space as a map; with `?playlist=ID` the way of a playlist that was made before. */
export default async function SongMapPage({ searchParams }: { readonly searchParams: Promise<{ readonly playlist?: string | string[] }> }) {
  const { playlist } = await searchParams
  return <MapPage playlistId={typeof playlist === 'string' ? playlist : undefined} />
}
