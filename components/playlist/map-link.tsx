import Link from 'next/link'

import { MapIcon } from '@/components/ui/icons'

import styles from './playlist.module.css'

/** The way to the map; of a playlist that was made before, with its id. It is not loaded ahead: few go there. */
export const MapLink = ({ playlistId }: { readonly playlistId?: string }) => (
  <Link
    href={playlistId === undefined ? '/map' : `/map?playlist=${encodeURIComponent(playlistId)}`}
    prefetch={false}
    className={styles.mapLink}
  >
    <MapIcon /> See it on the map
  </Link>
)
