'use client'

import Link from 'next/link'
import { useState } from 'react'

import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import { Chip } from '@/components/ui/chip'
import { genreFamilies } from '@/lib/core/songs/genre-families'
import { minutesLimits, songCountLimits } from '@/lib/core/songs/song-count-limits'
import type { Familiarity } from '@/lib/core/songs/wishes'
import { walkingCadence } from '@/lib/core/state/walking-cadence'

import { NumberPair } from './number-pair'
import { familyName } from './wish-words'
import styles from './wishes.module.css'

const familiarityWords: readonly { readonly familiarity: Familiarity; readonly words: string }[] = [
  { familiarity: 'any', words: 'Any' },
  { familiarity: 'familiar', words: 'Known' },
  { familiarity: 'new', words: 'New to me' },
]

/** Everything that can be wished of a playlist; each wish holds for every song. */
export const WishesForm = () => {
  const wishes = useStudio((state) => state.wishes)
  const songCount = useStudio((state) => state.songCount)
  const cadenceSpm = useStudio((state) => walkingCadence(state.userState))
  const { changeWishes, setSongCount } = useStudioActions()
  const { genreFamilies: wanted = [], minutes, excludedArtists = [] } = wishes
  const toggleFamily = (family: string) =>
    void changeWishes({ genreFamilies: wanted.includes(family) ? wanted.filter((other) => other !== family) : [...wanted, family] })

  return (
    <div className={styles.form}>
      <fieldset className={styles.group}>
        <legend>Length</legend>
        <div className={styles.row}>
          <Chip isPressed={minutes === undefined} onPress={() => void setSongCount(songCount)}>
            Songs
          </Chip>
          <Chip isPressed={minutes !== undefined} onPress={() => void changeWishes({ minutes: minutes ?? minutesLimits.usual })}>
            Minutes
          </Chip>
          <input
            className={styles.number}
            type="number"
            inputMode="numeric"
            aria-label={minutes === undefined ? 'Number of songs' : 'Number of minutes'}
            min={minutes === undefined ? songCountLimits.min : minutesLimits.min}
            max={minutes === undefined ? songCountLimits.max : minutesLimits.max}
            key={minutes === undefined ? 'songs' : 'minutes'}
            defaultValue={minutes ?? songCount}
            onChange={({ currentTarget: { valueAsNumber } }) => {
              const { min, max } = minutes === undefined ? songCountLimits : minutesLimits
              if (!Number.isInteger(valueAsNumber) || valueAsNumber < min || valueAsNumber > max) return
              void (minutes === undefined ? setSongCount(valueAsNumber) : changeWishes({ minutes: valueAsNumber }))
            }}
          />
        </div>
      </fieldset>

      <fieldset className={styles.group}>
        <legend>Genres</legend>
        <div className={styles.chips}>
          {genreFamilies.map((family) => (
            <Chip key={family} isPressed={wanted.includes(family)} onPress={() => toggleFamily(family)}>
              {familyName(family)}
            </Chip>
          ))}
        </div>
      </fieldset>

      <NumberPair
        legend="Years"
        unit="year"
        range={{ min: 1900, max: 2100 }}
        from={wishes.yearFrom}
        to={wishes.yearTo}
        onChange={(yearFrom, yearTo) => void changeWishes({ yearFrom, yearTo })}
      />
      <NumberPair
        legend="Tempo, bpm"
        unit="tempo"
        range={{ min: 30, max: 260 }}
        from={wishes.tempoFromBpm}
        to={wishes.tempoToBpm}
        onChange={(tempoFromBpm, tempoToBpm) => void changeWishes({ tempoFromBpm, tempoToBpm })}
      />

      <fieldset className={styles.group}>
        <legend>Known or new</legend>
        <div className={styles.row}>
          {familiarityWords.map(({ familiarity, words }) => (
            <Chip
              key={familiarity}
              isPressed={(wishes.familiarity ?? 'any') === familiarity}
              onPress={() => void changeWishes({ familiarity: familiarity === 'any' ? undefined : familiarity })}
            >
              {words}
            </Chip>
          ))}
        </div>
      </fieldset>

      <fieldset className={styles.group}>
        <legend>More</legend>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={wishes.isExplicitAllowed === false}
            onChange={({ currentTarget: { checked } }) => void changeWishes({ isExplicitAllowed: checked ? false : undefined })}
          />
          No explicit lyrics
        </label>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={wishes.isOnlyLibrary === true}
            onChange={({ currentTarget: { checked } }) => void changeWishes({ isOnlyLibrary: checked ? true : undefined })}
          />
          Only my library
        </label>
        {wishes.isOnlyLibrary === true && (
          <p className={styles.aside}>
            Your library is the music that you <Link href="/library#your-music">imported</Link>, and what Attune may read of it at Spotify.
          </p>
        )}
        {(cadenceSpm !== undefined || !wishes.followsSteps) && (
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={wishes.followsSteps}
              onChange={({ currentTarget: { checked } }) => void changeWishes({ followsSteps: checked })}
            />
            <span>
              The beat meets my steps
              {cadenceSpm !== undefined && (
                <span className={styles.aside}>, {Math.round(cadenceSpm)} a minute now, half and double count</span>
              )}
            </span>
          </label>
        )}
      </fieldset>

      <ExcludedArtists artists={excludedArtists} onChange={(artists) => void changeWishes({ excludedArtists: [...artists] })} />
    </div>
  )
}

const ExcludedArtists = ({ artists, onChange }: { readonly artists: readonly string[]; onChange(artists: readonly string[]): void }) => {
  const [name, setName] = useState('')
  return (
    <form
      className={styles.group}
      onSubmit={(event) => {
        event.preventDefault()
        const artist = name.trim()
        if (artist !== '' && !artists.includes(artist)) onChange([...artists, artist])
        setName('')
      }}
    >
      <label htmlFor="wishes-artist" className={styles.legend}>
        Leave out an artist
      </label>
      <div className={styles.row}>
        <input
          id="wishes-artist"
          className={styles.text}
          type="text"
          maxLength={200}
          value={name}
          autoComplete="off"
          onChange={({ currentTarget: { value } }) => setName(value)}
        />
        <button type="submit" className={styles.add}>
          Leave out
        </button>
      </div>
      {artists.length > 0 && (
        <ul className={styles.artists} aria-label="Artists that are left out">
          {artists.map((artist) => (
            <li key={artist}>
              {artist}
              <button
                type="button"
                aria-label={`Let ${artist} back in`}
                onClick={() => onChange(artists.filter((other) => other !== artist))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  )
}
