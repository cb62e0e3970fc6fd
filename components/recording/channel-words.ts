import type { Channel } from '@/lib/core/signal/recording'

/** How a signal is called; one channel of a sensor stands for all of them: they come together or not at all. */
export const channelWords: Readonly<Partial<Record<Channel, string>>> = {
  bvp: 'Pulse wave',
  heartRate: 'Heart rate',
  rrInterval: 'Beat intervals',
  eda: 'Skin conductance',
  skinTemp: 'Skin temperature',
  accX: 'Acceleration',
  gyroX: 'Rotation',
}
