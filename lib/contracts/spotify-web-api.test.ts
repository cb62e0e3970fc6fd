import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { spotifyCalls, spotifyErrorSchema, type SpotifyCall } from './spotify-web-api'

/** Spotify's own definition, as corrected by sonallux; it lies beside the project and is not part of it. */
const definitionFile = path.join(process.cwd(), '..', 'shared', 'data', 'spotify-openapi', 'fixed-spotify-open-api.yml')

/** What Spotify calls deprecated and still sends; Attune reads it where it comes, and does without where it does not. */
const toleratedFields = new Set(['linked_from', 'track'])
/** What came with the quota of July 2026, after the definition. */
const laterFields = new Set(['reason'])

const node = z.looseObject({})
type Node = z.infer<typeof node>
const at = (from: unknown, ...keys: string[]): Node | undefined =>
  keys.reduce<unknown>((value, key) => node.safeParse(value).data?.[key], from) as Node | undefined

const definition = existsSync(definitionFile) ? node.parse(parse(readFileSync(definitionFile, 'utf8'))) : undefined
if (definition === undefined) console.info(`Spotify's definition is not at ${definitionFile}: the declarations are not held against it.`)

/** Follows $ref, and puts the parts of allOf and oneOf together. */
function resolve(schema: Node | undefined): Node {
  if (schema === undefined) return {}
  const reference = schema['$ref']
  if (typeof reference === 'string') return resolve(at(definition, ...reference.slice(2).split('/')))
  const parts = [...list(schema['allOf']), ...list(schema['oneOf'])].map(resolve)
  const properties = Object.assign({}, ...parts.map((part) => part['properties']), schema['properties']) as Node
  const [first] = parts
  return { ...first, ...schema, properties }
}

function list(value: unknown): Node[] {
  return Array.isArray(value) ? value.map((entry) => node.parse(entry)) : []
}

/** Returns what our declaration reads and Spotify's does not write, or writes as something else. */
function differences(ours: Node, theirs: Node, place: string): string[] {
  const variants = [...list(ours['anyOf']), ...list(ours['oneOf'])].filter((variant) => variant['type'] !== 'null')
  if (variants.length > 0) return variants.flatMap((variant) => differences(variant, theirs, place))
  const ourTypes = Array.isArray(ours['type']) ? ours['type'] : [ours['type']]
  const [ourType, theirType]: unknown[] = [ourTypes.find((type) => type !== 'null'), theirs['type']]
  const isSame =
    ourType === undefined || theirType === undefined || ourType === theirType || (ourType === 'number' && theirType === 'integer')
  if (!isSame) return [`${place}: ${JSON.stringify(ourType)} here, ${JSON.stringify(theirType)} there`]
  if (ourType === 'array') return differences(node.parse(ours['items']), resolve(at(theirs, 'items')), `${place}[]`)
  return Object.entries(at(ours, 'properties') ?? {}).flatMap(([name, property]) => {
    const found = at(theirs, 'properties', name)
    if (laterFields.has(name)) return []
    if (found === undefined) return [`${place}.${name}: not there`]
    if (found['deprecated'] === true && !toleratedFields.has(name)) return [`${place}.${name}: deprecated there`]
    return differences(node.parse(property), resolve(found), `${place}.${name}`)
  })
}

const jsonSchemaOf = (schema: z.ZodType): Node => node.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))

describe.skipIf(definition === undefined)('the declared calls of Spotify’s Web API', () => {
  test.each(Object.entries(spotifyCalls))('%s is as Spotify defines it', (_, call: SpotifyCall) => {
    const operation = at(definition, 'paths', call.path, call.method.toLowerCase())
    expect(operation).toBeDefined()
    expect(operation?.['deprecated']).toBeUndefined()
    expect(Object.keys(at(operation, 'responses') ?? {})).toEqual(expect.arrayContaining(call.statuses.map(String)))

    const parameters = new Map(
      list(operation?.['parameters'])
        .map(resolve)
        .map((parameter) => [parameter['name'], parameter]),
    )
    for (const [name, property] of Object.entries(at(jsonSchemaOf(call.query), 'properties') ?? {})) {
      const { maximum, enum: values } = resolve(at(parameters.get(name), 'schema'))
      expect(parameters.get(name)).toMatchObject({ name, in: 'query' })
      if (typeof maximum === 'number' && name === 'limit') expect(call.query.safeParse({ limit: maximum + 1 }).success).toBe(false)
      if (Array.isArray(values)) expect(values).toContain(at(property, 'const') ?? values[0])
    }

    const content = at(operation, 'requestBody', 'content')
    const body = jsonSchemaOf(call.body)
    if (call.method !== 'GET' && content !== undefined) {
      const theirs = resolve(at(content, call.contentType ?? 'application/json', 'schema'))
      expect(differences(body, theirs, 'body')).toEqual([])
    }

    const success = resolve(at(operation, 'responses', String(call.statuses[0])))
    const reply = jsonSchemaOf(call.reply)
    expect(differences(reply, resolve(at(success, 'content', 'application/json', 'schema')), 'reply')).toEqual([])
  })

  test('a refusal is as Spotify writes it', () => {
    const theirs = resolve(at(definition, 'components', 'responses', 'TooManyRequests', 'content', 'application/json', 'schema'))
    expect(differences(jsonSchemaOf(spotifyErrorSchema), theirs, 'reply')).toEqual([])
  })

  test('the comparison finds what differs', () => {
    const theirs = resolve(at(definition, 'components', 'schemas', 'PrivateUserObject'))
    expect(differences(jsonSchemaOf(z.object({ id: z.number(), email: z.string(), mood: z.string() })), theirs, 'reply')).toEqual([
      'reply.id: "number" here, "string" there',
      'reply.email: deprecated there',
      'reply.mood: not there',
    ])
  })
})
