'use client'

import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import { songCountLimits } from '@/lib/core/songs/song-count-limits'

import styles from './playlist.module.css'

/** How many songs the playlist has. */
export const LengthSlider = () => {
  const wishedCount = useStudio((state) => state.songCount)
  const shownCount = useStudio((state) => state.playlist.playlist?.songs.length ?? state.songCount)
  // A playlist that was wished in minutes has as many songs as they take.
  const isInMinutes = useStudio((state) => state.wishes.minutes !== undefined)
  const songCount = isInMinutes ? Math.min(songCountLimits.max, Math.max(songCountLimits.min, shownCount)) : wishedCount
  const { setSongCount } = useStudioActions()
  const share = (songCount - songCountLimits.min) / (songCountLimits.max - songCountLimits.min)
  const step = (label: string, change: number, sign: string) => (
    <button
      type="button"
      className={styles.stepButton}
      aria-label={label}
      disabled={songCount + change < songCountLimits.min || songCount + change > songCountLimits.max}
      onClick={() => void setSongCount(songCount + change)}
    >
      {sign}
    </button>
  )
  return (
    <div className={styles.length}>
      <label htmlFor="song-count" className="print">
        Length
      </label>
      {step('One song fewer', -1, '−')}
      <input
        id="song-count"
        type="range"
        min={songCountLimits.min}
        max={songCountLimits.max}
        value={songCount}
        aria-valuetext={`${songCount} songs`}
        style={{ '--share': `${share * 100}%` }}
        onChange={(event) => void setSongCount(Number(event.target.value))}
      />
      {step('One song more', 1, '+')}
      <output htmlFor="song-count" className="numbers">
        {songCount} songs
      </output>
    </div>
  )
}
