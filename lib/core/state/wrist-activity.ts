import { activityLabels, wristActivityLabels, type ActivityLabel, type WristActivityLabel } from './labels'

/**
 * What a wrist's activities mean in the words that the rest of the app has. Where one has several meanings it is shared between them:
 * a still wrist may sit, stand or lie, stairs go up or down; hands at work or at a meal belong to somebody who sits or stands; ball sports
 * are mostly run.
 */
const MEANINGS: Readonly<Record<WristActivityLabel, Readonly<Partial<Record<ActivityLabel, number>>>>> = {
  still: { lying: 1 / 3, sitting: 1 / 3, standing: 1 / 3 },
  walking: { walking: 1 },
  running: { running: 1 },
  stairs: { walkingUpstairs: 0.5, walkingDownstairs: 0.5 },
  ballSports: { running: 0.6, walking: 0.2, standing: 0.2 },
  handWork: { sitting: 0.6, standing: 0.4 },
  eatingOrDrinking: { sitting: 0.8, standing: 0.2 },
}

/** Scores in the order of `activityLabels` from scores in the order of `wristActivityLabels`; their sum stays. */
export function toActivityScores(wristScores: readonly number[]): readonly number[] {
  return activityLabels.map((label) =>
    wristActivityLabels.reduce((sum, wristLabel, index) => sum + (wristScores[index] ?? 0) * (MEANINGS[wristLabel][label] ?? 0), 0),
  )
}
