import type { ModelManifest } from '@/lib/contracts/model-manifest'

import { leadFigures, metricName, metricValue } from './metric-words'
import styles from './models.module.css'

const BYTES_PER_MEGABYTE = 1_000_000

const megabytes = (bytes: number) => `${(bytes / BYTES_PER_MEGABYTE).toFixed(bytes < BYTES_PER_MEGABYTE ? 2 : 1)} MB`

/** How far a figure goes up and down, where the manifest says: an interval, or a standard deviation. */
const spreadWords = (metrics: ModelManifest['metrics'], key: string): string => {
  const [low, high] = [metrics[`${key}Low95`], metrics[`${key}High95`]]
  if (low !== undefined && high !== undefined) return `${metricValue(key, low)} to ${metricValue(key, high)}, 95 % interval`
  const deviation = metrics[`${key}Sd`] ?? metrics[`${key}PersonSd`]
  return deviation === undefined ? '' : `± ${metricValue(key, deviation)} between people`
}

const capitalise = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

/** One model as its manifest describes it: what it reads, how well, from which data and on which terms. */
export const ModelCard = ({ manifest, cardAddress }: { readonly manifest: ModelManifest; readonly cardAddress: string | undefined }) => {
  const { modelId, version, task, trainedOn, metrics, weightsBytes } = manifest
  const figures = Object.entries(metrics)
  const leads = figures.filter(([key]) => leadFigures[key] !== undefined)
  return (
    <article className={styles.card} aria-labelledby={`model-${modelId}`}>
      <header className={styles.cardHead}>
        <div>
          <h2 id={`model-${modelId}`}>{capitalise(modelId.replaceAll('-', ' '))}</h2>
          <p>{capitalise(task)}.</p>
        </div>
        <p className="print">
          v{version}, {megabytes(weightsBytes)}
        </p>
      </header>
      {leads.length > 0 && (
        <dl className={styles.leads}>
          {leads.map(([key, value]) => (
            <div key={key}>
              <dd className="headline numbers">{metricValue(key, value)}</dd>
              <dt>
                {leadFigures[key]}
                <span className="numbers">{spreadWords(metrics, key)}</span>
              </dt>
            </div>
          ))}
        </dl>
      )}
      {'labels' in manifest && (
        <p className={styles.labels}>Tells apart: {manifest.labels.map((label) => metricName(label).toLowerCase()).join(', ')}.</p>
      )}
      <div>
        <h3 className="print">Trained on</h3>
        <ul className={styles.data}>
          {trainedOn.map(({ dataset, terms }) => (
            <li key={dataset}>
              {dataset}
              <span>{terms}</span>
            </li>
          ))}
        </ul>
      </div>
      <div className={styles.more}>
        <details>
          <summary>All {figures.length} figures</summary>
          <table>
            <tbody>
              {figures.map(([key, value]) => (
                <tr key={key}>
                  <th scope="row">{metricName(key)}</th>
                  <td className="numbers">{metricValue(key, value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
        {cardAddress !== undefined && <a href={cardAddress}>Model card</a>}
      </div>
    </article>
  )
}
