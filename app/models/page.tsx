import type { Metadata } from 'next'

import { IndexCard } from '@/components/models/index-card'
import { ModelCard } from '@/components/models/model-card'
import styles from '@/components/models/models.module.css'
import { PageHead } from '@/components/ui/page-head'

import { listCards, readManifests, TERMS_CARD } from './read-manifests'

export const metadata: Metadata = { title: 'Models' }

/** Fusion and songs share a space, and so a card. */
const SONG_SPACE_CARD = 'song-space'

/** What ships: the models and the song index, with figures, data and terms from their manifests. */
export default async function ModelsPage() {
  const [{ models, indexes }, cards] = await Promise.all([readManifests(), listCards()])
  const addressOf = (...names: readonly string[]) => {
    const card = names.find((name) => cards.includes(name))
    return card === undefined ? undefined : `/models/cards/${card}`
  }
  return (
    <div className="page">
      <PageHead title="Models">
        What runs in your browser and what it was made from. Every figure is read from the manifest that ships with the model.
      </PageHead>
      <div className={styles.cards}>
        {models.map((manifest) => (
          <ModelCard
            key={manifest.modelId}
            manifest={manifest}
            cardAddress={manifest.modelId === 'state-fusion' ? addressOf('state-fusion', SONG_SPACE_CARD) : addressOf(manifest.modelId)}
          />
        ))}
        {indexes.map((index) => (
          <IndexCard key={index.indexId} {...index} cardAddress={addressOf('song-index', SONG_SPACE_CARD)} />
        ))}
      </div>
      <section id="terms" className={styles.terms} aria-labelledby="terms-title">
        <h2 id="terms-title">Terms</h2>
        <p>
          The code is under the MIT licence. The weights and the song index carry the terms of the data they come from, and several of those
          allow research and personal, non-commercial use only.
        </p>
        <p>
          <a className={styles.termsLink} href={addressOf(TERMS_CARD)}>
            All terms, data set by data set
          </a>
        </p>
        <p>
          What a model says is about a signal, never about a person: an expression is not a feeling, and a quick pulse has many reasons.
          Attune is not a medical device.
        </p>
      </section>
    </div>
  )
}
