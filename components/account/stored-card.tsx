'use client'

import { AccountCard } from './account-card'
import { useAccount } from './account-store'
import styles from './account.module.css'

type Kept = { readonly what: string; readonly words: string }

const always: readonly Kept[] = [
  {
    what: 'A random id',
    words: 'In a signed cookie of this browser. It tells your playlists from those of others and says nothing about you.',
  },
  { what: 'Your playlists', words: 'Their songs and your wishes, never the state they were made for. Each can be deleted in the library.' },
  {
    what: 'Music that you import',
    words:
      'Only after you import it: ids of songs, and names, audio features and vectors of those that the catalogue lacks. One button in the library deletes it.',
  },
]

const withSpotify: readonly Kept[] = [
  { what: 'Your Spotify account', words: 'Its id, the name it shows, and when you consented.' },
  {
    what: 'Its keys',
    words: 'What lets Attune act for you at Spotify, encrypted (AES-256-GCM). They never reach a browser, a log or another server.',
  },
  {
    what: 'Your library at Spotify',
    words:
      'Only where you had it read: the ids of songs that you saved or play most, to tell familiar from new, until you have it forgotten.',
  },
  { what: 'Your saves', words: 'Name, description and address of each playlist saved, and its cover until Spotify has it.' },
]

/** What the server keeps of this listener, as it stands now. */
export const StoredCard = () => {
  const { account } = useAccount()
  const isConnected = account?.state === 'connected' || account?.state === 'expired'
  const kept = [...always, ...(isConnected ? withSpotify : [])]
  return (
    <AccountCard title="What this server keeps">
      <dl className={styles.kept}>
        {kept.map(({ what, words }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      {isConnected && (
        <p className={styles.soft}>Disconnecting deletes all that came from Spotify at once, and writes the database anew without it.</p>
      )}
    </AccountCard>
  )
}
