import logo from '@iconify-icons/logos/spotify'

import styles from './ui.module.css'

/** The drawing alone: its package paints it green, which Spotify allows on plain black and white only. */
const [, drawing] = / d="([^"]+)"/.exec(logo.body) ?? []

/** In units of the drawing: the icon is what stands at its left. */
const LOGO_SIZE = { width: 512, height: 160 }
const ICON_SIZE = { width: 160, height: 160 }

/** In CSS pixels; Spotify allows no logo narrower than 70 and no icon narrower than 21. */
const LOGO_WIDTH_PX = 84
const ICON_WIDTH_PX = 22

/**
 * Spotify's full logo: to be shown with whatever comes from there, unaltered, black or white, with half its height of room around it.
 * Without `isLabelled` it is decoration, for where an image may not stand or the label is beside it.
 */
export const SpotifyLogo = ({ isLabelled = true }: { readonly isLabelled?: boolean }) => (
  <svg
    className={styles.spotifyLogo}
    viewBox={`0 0 ${LOGO_SIZE.width} ${LOGO_SIZE.height}`}
    width={LOGO_WIDTH_PX}
    height={(LOGO_WIDTH_PX * LOGO_SIZE.height) / LOGO_SIZE.width}
    {...(isLabelled ? { role: 'img', 'aria-label': 'Spotify' } : { 'aria-hidden': true })}
  >
    <path d={drawing} />
  </svg>
)

/** Spotify's icon, where there is no room for the full logo; decoration only, the label is beside it. */
export const SpotifyIcon = () => (
  <svg
    className={styles.spotifyLogo}
    viewBox={`0 0 ${ICON_SIZE.width} ${ICON_SIZE.height}`}
    width={ICON_WIDTH_PX}
    height={ICON_WIDTH_PX}
    aria-hidden="true"
  >
    <path d={drawing} />
  </svg>
)
