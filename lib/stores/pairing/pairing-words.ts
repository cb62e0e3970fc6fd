import { fromBase64Url } from './base64-url'
import { subtleOf, type BrowserCrypto } from './subtle-of'

/** 64 of each, short and unlike each other; a byte picks one by its lower six bits. */
const FIRST_WORDS =
  'amber ancient autumn brave breezy bright bronze calm candid cedar clever cloudy copper coral cosy crimson crisp curious dapper dusty eager early fancy fearless fluffy foggy frosty gentle giant glad golden green happy hazel honest icy ivory jolly kind lilac little lively lucky mellow misty noble olive patient plucky polite purple quick quiet rosy royal rusty silver sleepy snowy sunny swift tidy velvet violet'
const SECOND_WORDS =
  'acorn badger beacon beaver birch bison cactus camel candle canoe castle cello clover comet crane dolphin donkey drum eagle falcon fern fiddle finch flute fox garden gecko harbour harp heron igloo island kettle koala lantern lemon lion maple meadow moon mountain otter owl panda pebble penguin piano pony puffin rabbit raven river robin rocket salmon seal spruce squirrel swan teapot tiger trumpet walnut whale'

/** Two words that are the same wherever the key is: by them a person sees that two screens belong together. They tell nothing of use about the key. */
export async function pairingWords(crypto: BrowserCrypto, keyText: string): Promise<string> {
  const label = new TextEncoder().encode('attune pairing words ')
  const key = fromBase64Url(keyText)
  const digest = new Uint8Array(await subtleOf(crypto).digest('SHA-256', Uint8Array.of(...label, ...key)))
  const pick = (words: string, byte = 0) => words.split(' ')[byte % 64] ?? ''
  return `${pick(FIRST_WORDS, digest[0])} ${pick(SECOND_WORDS, digest[1])}`
}
