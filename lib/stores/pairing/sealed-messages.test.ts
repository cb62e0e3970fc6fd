import { describe, expect, it } from 'vitest'

import { sealedMessageSchema, type PhoneMessage, type SealedMessage } from '@/lib/contracts/pairing-api'
import { farewellCounter, messageBytes } from '@/lib/contracts/pairing-sizes'

import { fromBase64Url, toBase64Url } from './base64-url'
import { pairingWords } from './pairing-words'
import { createKeyText, createOpener, createSealer } from './sealed-messages'

const { crypto } = globalThis
const pairingId = toBase64Url(new Uint8Array(16).fill(7))
const reading: PhoneMessage = {
  kind: 'reading',
  scores: [0, 0, 0, 0.9, 0.05, 0.05, 0],
  confidence: 0.9,
  cadence: { cadenceSpm: 112.4, confidence: 0.97 },
  isUpright: true,
}

async function pair() {
  const secret = { pairingId, keyText: createKeyText(crypto) }
  return { secret, sealer: await createSealer(crypto, secret), opener: await createOpener(crypto, secret) }
}

/** Turns over one bit of a text in base64url. */
function damage(text: string, byteIndex: number): string {
  const bytes = fromBase64Url(text)
  bytes[byteIndex] = (bytes[byteIndex] ?? 0) ^ 1
  return toBase64Url(bytes)
}

describe('sealed messages', () => {
  it('open with the same key to what was sealed', async () => {
    const { sealer, opener } = await pair()
    expect(await opener.open(await sealer.seal({ kind: 'here' }))).toEqual({ kind: 'here' })
    expect(await opener.open(await sealer.seal(reading))).toEqual(reading)
  })

  it('fit the contract, have one length whatever they say, and show nothing of it', async () => {
    const { sealer } = await pair()
    const [short, long] = [await sealer.seal({ kind: 'here' }), await sealer.seal(reading)]
    expect(short.sealed).toHaveLength(long.sealed.length)
    for (const sealed of [short, long, sealer.farewell]) {
      expect(sealedMessageSchema.parse(sealed)).toEqual(sealed)
      expect(Buffer.from(sealed.sealed, 'base64url').includes('scores')).toBe(false)
    }
  })

  it('never use a nonce twice, and begin anew with each phone', async () => {
    const { secret, sealer } = await pair()
    const other = await createSealer(crypto, secret)
    const sealed = await Promise.all([1, 2, 3].flatMap(() => [sealer.seal({ kind: 'here' }), other.seal({ kind: 'here' })]))
    const nonces = [...sealed, sealer.farewell, other.farewell].map(({ phoneId, counter }) => `${phoneId} ${counter}`)
    expect(new Set(nonces).size).toBe(8)
  })

  it('are refused when a bit of them, their counter, their phone or their room was changed', async () => {
    const { secret, sealer, opener } = await pair()
    const sealed = await sealer.seal(reading)
    const changed: readonly SealedMessage[] = [
      { ...sealed, sealed: damage(sealed.sealed, 0) },
      { ...sealed, sealed: damage(sealed.sealed, messageBytes + 15) },
      { ...sealed, counter: sealed.counter + 1 },
      { ...sealed, phoneId: damage(sealed.phoneId, 3) },
      { ...sealed, sealed: '*' },
    ]
    for (const message of changed) expect(await opener.open(message)).toBe('unreadable')
    const elsewhere = await createOpener(crypto, { ...secret, pairingId: toBase64Url(new Uint8Array(16).fill(8)) })
    expect(await elsewhere.open(sealed)).toBe('unreadable')
    expect(await opener.open(sealed), 'the message itself is fine').toEqual(reading)
  })

  it('are refused when they were sealed with another key', async () => {
    const [mine, foreign] = [await pair(), await pair()]
    expect(await mine.opener.open(await foreign.sealer.seal(reading))).toBe('unreadable')
  })

  it('are refused when they come a second time, late, or after the goodbye', async () => {
    const { sealer, opener } = await pair()
    const [first, second, third] = [await sealer.seal({ kind: 'here' }), await sealer.seal(reading), await sealer.seal(reading)]
    expect(await opener.open(second)).toEqual(reading)
    expect(await opener.open(second)).toBe('repeated')
    expect(await opener.open(first)).toBe('repeated')
    expect(sealer.farewell.counter).toBe(farewellCounter)
    expect(await opener.open(sealer.farewell)).toEqual({ kind: 'left' })
    expect(await opener.open(third)).toBe('repeated')
  })

  it('are refused when what is in them is no message of ours', async () => {
    const { sealer, opener } = await pair()
    for (const bad of [{ kind: 'reading', scores: [1], confidence: 2, isUpright: true }, { kind: 'samples', accX: [0.1] }, 'here']) {
      expect(await opener.open(await sealer.seal(bad as PhoneMessage))).toBe('unreadable')
    }
    await expect(sealer.seal({ kind: 'x'.repeat(600) } as unknown as PhoneMessage)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
  })

  it('cannot be made on a page without cryptography, which is told', () => {
    const { getRandomValues } = crypto
    expect(() => createKeyText({ getRandomValues })).toThrow(expect.objectContaining({ code: 'PAIRING_UNSAFE' }))
  })
})

describe('the words of a pairing', () => {
  it('are the same on both screens, and others for another key', async () => {
    const keyText = toBase64Url(new Uint8Array(32).fill(1))
    const words = await pairingWords(crypto, keyText)
    expect(words).toMatch(/^[a-z]+ [a-z]+$/)
    expect(await pairingWords(crypto, keyText)).toBe(words)
    const many = await Promise.all(Array.from({ length: 40 }, () => pairingWords(crypto, createKeyText(crypto))))
    expect(new Set(many).size).toBeGreaterThan(30)
  })
})
