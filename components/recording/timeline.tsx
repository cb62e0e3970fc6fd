'use client'

import { useId, type ReactNode } from 'react'

import { IconButton } from '@/components/ui/icon-button'
import { WholeIcon, ZoomInIcon, ZoomOutIcon } from '@/components/ui/icons'
import type { Stretch } from '@/lib/core/signal/assess-quality'

import { LanePlot } from './lane-plot'
import type { Lane } from './timeline-lanes'
import { TimelineSurface } from './timeline-surface'
import styles from './timeline.module.css'
import { clockWords, stretchWords } from './time-words'
import type { TimelineControl } from './use-timeline'

type TimelineProps = {
  readonly control: TimelineControl
  readonly lanes: readonly Lane[]
  readonly whole: Stretch
  readonly now: Stretch
  readonly tagsMs: readonly number[]
  /** The whole of it in a sentence, for who cannot see it. */
  readonly description: string
  /** What can be done with the stretch that stands for now. */
  readonly children: ReactNode
}

const MS_PER_SECOND = 1000

/** What the lanes say, in words: at a moment or over a stretch. */
const laneWords = (lanes: readonly Lane[], stretch: Stretch) => lanes.map((lane) => ({ lane, words: lane.valueIn(stretch) }))

/** Lanes over one axis of time, to be looked at closely, pointed at and picked from. */
export const Timeline = ({ control, lanes, whole, now, tagsMs, description, children }: TimelineProps) => {
  const helpId = useId()
  const { view, cursorMs, pending, isZoomed } = control
  const read = cursorMs === undefined ? (pending ?? now) : { startMs: cursorMs, endMs: cursorMs }
  const values = laneWords(lanes, read)
  const atWords = cursorMs === undefined ? stretchWords(read) : clockWords(cursorMs)
  const spoken = values.map(({ lane, words }) => `${lane.title} ${words}`).join(', ')
  return (
    <figure className={styles.timeline}>
      <div className={styles.head}>
        <p className={styles.at}>
          {cursorMs === undefined ? (pending === undefined ? 'Read for ' : 'Marked: ') : 'At '}
          <span className="numbers">{atWords}</span>
        </p>
        <div className={styles.zoom} role="group" aria-label="Zoom">
          <IconButton label="Zoom in" onPress={control.zoomIn}>
            <ZoomInIcon />
          </IconButton>
          <IconButton label="Zoom out" isDisabled={!isZoomed} onPress={control.zoomOut}>
            <ZoomOutIcon />
          </IconButton>
          <IconButton label="Show all of it" isDisabled={!isZoomed} onPress={control.showAll}>
            <WholeIcon />
          </IconButton>
        </div>
      </div>
      <div className={styles.lanes} data-has-tags={tagsMs.length > 0}>
        <div role="img" aria-label={description}>
          {values.map(({ lane, words }, index) => (
            <div key={lane.key} className={styles.lane} style={{ '--lane': `var(${lane.colorVariable})` }}>
              <p className={styles.laneHead}>
                <span className={styles.laneTitle}>{lane.title}</span>
                {lane.unit !== undefined && <span className={styles.laneUnit}>{lane.unit}</span>}
                <span className={`${styles.laneValue} numbers`}>{words}</span>
              </p>
              <LanePlot lane={lane} view={view} hasTimes={index === values.length - 1} />
            </div>
          ))}
        </div>
        <TimelineSurface
          control={control}
          whole={whole}
          now={now}
          tagsMs={tagsMs}
          name="Moment on the timeline"
          cursorWords={`${atWords}: ${spoken}`}
          helpId={helpId}
        />
      </div>
      {isZoomed && (
        <input
          className={styles.along}
          type="range"
          min={0}
          max={Math.max(1, Math.round((whole.endMs - whole.startMs - (view.endMs - view.startMs)) / MS_PER_SECOND))}
          step={1}
          value={Math.round((view.startMs - whole.startMs) / MS_PER_SECOND)}
          style={{ '--seen': `${((view.endMs - view.startMs) / (whole.endMs - whole.startMs)) * 100}%` }}
          aria-label="Move along the recording"
          aria-valuetext={stretchWords(view)}
          onChange={({ target }) => control.moveTo(whole.startMs + target.valueAsNumber * MS_PER_SECOND)}
        />
      )}
      <div className={styles.actions}>{children}</div>
      <figcaption id={helpId} className={styles.help}>
        <span className={styles.forPointer}>Drag over a stretch to pick it, click for a moment; the wheel zooms.</span>
        <span className={styles.forTouch}>Drag over a stretch to pick it, tap for a moment; pinch to zoom.</span>
        <span className={styles.forKeys}>
          {' '}
          With the keyboard: arrows move, plus and minus zoom, Shift with an arrow picks a stretch, Enter a moment, Escape lets go.
        </span>
      </figcaption>
    </figure>
  )
}
