import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

import * as fc from 'fast-check'

/** Larger files hold the same bytes over and over, and are slow to read a hundred times. */
const maxBytes = 110_000
/** Enough for every day; ATTUNE_FUZZ_RUNS=100 digs deeper, with a seed of its own. */
const everyDayRunCount = 3
/** How often each file is damaged. */
export const runsAFile = Number(process.env['ATTUNE_FUZZ_RUNS'] ?? everyDayRunCount)
/** Of the damage. */
export const seed = runsAFile === everyDayRunCount ? 20_260_314 : Date.now() % 2 ** 31
/** How long a test may take where other work runs beside it. */
export const busyMachineMs = 60_000 * Math.max(2, runsAFile / 5)

/** Every file below a folder, by its path in it. */
export function filesBelow(folder: string): { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const file = path.join(folder, name)
    return statSync(file).isFile() ? [{ name, bytes: new Uint8Array(readFileSync(file)).slice(0, maxBytes) }] : []
  })
}

/** What goes wrong with a file on its way: places and lengths are shares of it. */
export const damageArbitrary = fc.oneof(
  fc.record({
    kind: fc.constant('flip' as const),
    places: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 30 }),
  }),
  fc.record({
    kind: fc.constant('flip at the start' as const),
    places: fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { minLength: 1, maxLength: 8 }),
  }),
  fc.record({ kind: fc.constant('cut' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('hole' as const), share: fc.double({ min: 0, max: 1, noNaN: true }), lengthBytes: fc.nat(5000) }),
  fc.record({ kind: fc.constant('repeat' as const), share: fc.double({ min: 0, max: 1, noNaN: true }), lengthBytes: fc.nat(5000) }),
  fc.record({ kind: fc.constant('other digits' as const), step: fc.integer({ min: 3, max: 50 }), by: fc.integer({ min: 1, max: 9 }) }),
)
/** One kind of damage with its places. */
export type Damage = typeof damageArbitrary extends fc.Arbitrary<infer Kind> ? Kind : never

/** Bytes as they are after the damage. */
export function applyDamage(bytes: Uint8Array<ArrayBuffer>, damage: Damage): Uint8Array<ArrayBuffer> {
  const damaged = bytes.slice()
  const at = (share: number) => Math.floor(share * bytes.length)
  switch (damage.kind) {
    case 'flip':
      for (const [share, value] of damage.places) damaged[at(share)] = value
      return damaged
    case 'flip at the start':
      for (const [place, value] of damage.places) damaged[Math.min(place, bytes.length - 1)] = value
      return damaged
    case 'cut':
      return bytes.slice(0, at(damage.share))
    case 'hole': {
      const from = at(damage.share)
      const to = Math.min(bytes.length, from + damage.lengthBytes)
      damaged.copyWithin(from, to)
      return damaged.slice(0, bytes.length - (to - from))
    }
    case 'repeat':
      return damaged.copyWithin(at(damage.share), 0, damage.lengthBytes)
    case 'other digits':
      return damaged.map((byte, index) =>
        index % damage.step === 0 && byte >= 48 && byte <= 57 ? 48 + ((byte - 48 + damage.by) % 10) : byte,
      )
  }
}
