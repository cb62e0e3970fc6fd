/** The figures that a model's page leads with, in words; each is shown where the manifest has it. */
export const leadFigures: Readonly<Record<string, string>> = {
  privateAccuracy: "right on FER-2013's private test",
  privateCleanAccuracy: 'right on it without leaked rows',
  afterWristBinaryAccuracy: 'right, stress or not, on people it never saw',
  afterMajorityBinaryAccuracy: 'by always saying “no stress”, to compare',
  afterWristFourAccuracy: 'right of four states, on people it never saw',
  uciHarTestAccuracy: "right on UCI HAR's test",
  motionSenseTestAccuracy: 'right on MotionSense, people it never saw',
}

/** Figures that are no shares of 1. */
const plainNumbers = /temperature|count|seconds|weight/i

/** 'uciHarTestMacroF1' -> 'Uci har test macro F1'. */
export function metricName(key: string): string {
  const words = key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/\bf1\b/g, 'F1')
    .replaceAll(/\bsd\b/g, 'SD')
    .replaceAll(/\bauc\b/g, 'AUC')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A figure as the page shows it: shares in percent, others as they are. */
export function metricValue(key: string, value: number): string {
  const isShare = value >= 0 && value <= 1 && !plainNumbers.test(key)
  return isShare ? `${(value * 100).toFixed(1)} %` : value.toLocaleString('en-GB', { maximumFractionDigits: 4 })
}
