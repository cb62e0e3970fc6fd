import { AccountCard } from './account-card'
import styles from './account.module.css'

/** What the rules that Spotify made in 2026 mean for an Attune that somebody runs. */
export const RulesCard = () => (
  <AccountCard title="What Spotify’s rules of 2026 mean">
    <ul className={styles.rules}>
      <li>A new app is in Development Mode: five people whom you name can use it. Others can sign in, but Spotify refuses the rest.</li>
      <li>The app’s owner needs Premium. If it ends, Spotify refuses everything that the app asks, for everybody.</li>
      <li>A connection ends six months after the person consented. Attune warns a month ahead.</li>
      <li>The app shares one quota a day. When it is used up, a save waits, says until when, and goes on by itself.</li>
      <li>Spotify gives such apps no audio features and no recommendations. Attune needs neither: its song index brings its own.</li>
      <li>Playing on a device needs Premium of the person who listens. Saving does not.</li>
    </ul>
  </AccountCard>
)
