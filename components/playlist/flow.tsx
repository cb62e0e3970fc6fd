import type { Song } from '@/lib/core/songs/song'

import { flowPath } from './flow-lines'
import styles from './playlist.module.css'

/** The range in which almost every song's tempo lies, in bpm. */
const TEMPO_RANGE_BPM = [60, 190] as const

const known = (values: readonly (number | undefined)[]) => values.filter((value) => value !== undefined)

const ends = (values: readonly (number | undefined)[], word: (value: number) => string): string => {
  const [first, last] = [known(values)[0], known(values).at(-1)]
  return first === undefined || last === undefined ? 'not known' : `${word(first)} to ${word(last)}`
}

/** How energy and tempo run through the playlist, song by song. */
export const Flow = ({ songs }: { readonly songs: readonly Song[] }) => {
  const energies = songs.map(({ features }) => features.energy)
  const tempos = songs.map(({ features }) => features.tempoBpm)
  const energyWords = ends(energies, (energy) => `${Math.round(energy * 100)} %`)
  const tempoWords = ends(tempos, (tempo) => `${Math.round(tempo)}`)
  return (
    <div
      className={styles.flow}
      role="img"
      aria-label={`From the first song to the last, energy runs from ${energyWords}, tempo from ${tempoWords} bpm.`}
    >
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <path d={flowPath(tempos, TEMPO_RANGE_BPM)} className={styles.flowTempo} vectorEffect="non-scaling-stroke" />
        <path d={flowPath(energies, [0, 1])} className={styles.flowEnergy} vectorEffect="non-scaling-stroke" />
      </svg>
      <p aria-hidden="true">
        <span className={styles.flowEnergyMark}>
          Energy <span className="numbers">{energyWords}</span>
        </span>
        <span className={styles.flowTempoMark}>
          Tempo <span className="numbers">{tempoWords} bpm</span>
        </span>
      </p>
    </div>
  )
}
