import styles from './models.module.css'

type IndexCardProps = {
  readonly songCount: number
  readonly dims: number
  readonly sizeBytes: number
  readonly version: number
  readonly terms: string
  readonly cardAddress: string | undefined
}

const BYTES_PER_MEGABYTE = 1_000_000

/** The song index as its manifest describes it. */
export const IndexCard = ({ songCount, dims, sizeBytes, version, terms, cardAddress }: IndexCardProps) => (
  <article className={styles.card} aria-labelledby="model-index">
    <header className={styles.cardHead}>
      <div>
        <h2 id="model-index">Song index</h2>
        <p>Every song that can be recommended, at its place in the space that the state is in too.</p>
      </div>
      <p className="print">
        v{version}, {(sizeBytes / BYTES_PER_MEGABYTE).toFixed(1)} MB
      </p>
    </header>
    <dl className={styles.leads}>
      <div>
        <dd className="headline numbers">{songCount.toLocaleString('en-GB')}</dd>
        <dt>songs, each compared, none skipped</dt>
      </div>
      <div>
        <dd className="headline numbers">{dims}</dd>
        <dt>numbers a song</dt>
      </div>
    </dl>
    <p className={styles.labels}>{terms}</p>
    {cardAddress !== undefined && (
      <p className={styles.more}>
        <a href={cardAddress}>Model card of the song space</a>
      </p>
    )}
  </article>
)
