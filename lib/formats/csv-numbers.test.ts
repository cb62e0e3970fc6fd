import { describe, expect, test } from 'vitest'

import { AppError } from '@/lib/core/app-error'

import { readCsvHead } from './csv-layout'
import { readNumberTable, type NumberTableSpec } from './csv-numbers'

const plain = { delimiter: ',', hasDecimalComma: false, lineEnd: '\n' } as const

async function* inChunks(text: string, chunkLength: number) {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += chunkLength) yield bytes.slice(at, at + chunkLength)
}

const read = (text: string, spec: Partial<NumberTableSpec> = {}, chunkLength = 1000) =>
  readNumberTable(inChunks(text, chunkLength), {
    fileName: 'table.csv',
    layout: plain,
    headerLineCount: 0,
    preciseCells: [],
    valueCells: [0],
    badRow: 'leave-out',
    expected: 'one number a row',
    ...spec,
  })

const values = async (text: string, spec: Partial<NumberTableSpec> = {}) => Array.from((await read(text, spec)).valueColumns[0] ?? [])

describe('readNumberTable', () => {
  test('reads integers, fractions, signs and powers of ten as JavaScript does', async () => {
    const cells = ['0', '-0.5', '+3.25', '.5', '7.', '1e3', '-2.5E-3', '1760565906248623000', '0.1234567890123456789', '  42  ', '"8.5"']
    const expected = ['0', '-0.5', '3.25', '.5', '7.', '1e3', '-2.5E-3', '1760565906248623000', '0.1234567890123456789', '42', '8.5'].map(
      Number,
    )
    const table = await read(cells.join('\n'), { preciseCells: [0], valueCells: [] })
    const [column = new Float64Array(0)] = table.preciseColumns
    expect(column.length).toBe(expected.length)
    // More digits than a double holds may end a few bits off: the nanoseconds of today are then wrong by a microsecond or two.
    expected.forEach((value, index) => expect(Math.abs((column[index] ?? NaN) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-15))
  })

  test('gives the same table wherever the pieces end', async () => {
    const text = 'time,x\n1.5,-2\n3,4.25\r\n\r\nbad,1\n5e1,6'
    const spec = { headerLineCount: 1, preciseCells: [0], valueCells: [1] }
    // A third of these rows is bad on purpose, so enough good ones are put behind them.
    const long = text + '\n7,8'.repeat(30)
    const whole = await read(long, spec)
    expect(whole.rowCount).toBe(33)
    expect(whole).toMatchObject({ badRowCount: 1, firstBadLine: 5 })
    for (let chunkLength = 1; chunkLength < 40; chunkLength++) expect(await read(long, spec, chunkLength)).toEqual(whole)
  })

  test('takes the columns that are asked for, in that order', async () => {
    const table = await read('1,2,3\n4,5,6\n', { valueCells: [2, 0] })
    expect(table.valueColumns.map((column) => Array.from(column))).toEqual([
      [3, 6],
      [1, 4],
    ])
  })

  test('reads an empty cell and words for nothing as missing', async () => {
    const table = await read('1,\n2,nan\n3,NULL\n4,n/a\n5,6\n', { preciseCells: [0], valueCells: [1] })
    expect(Array.from(table.valueColumns[0] ?? [])).toEqual([NaN, NaN, NaN, NaN, 6])
    expect(table.badRowCount).toBe(0)
  })

  test('reads decimal commas between semicolons, and within quotes between commas', async () => {
    expect(await values('1,5;2\n-3,25;4\n', { layout: { ...plain, delimiter: ';', hasDecimalComma: true } })).toEqual([1.5, -3.25])
    expect(await values('"1,5","2,5"\n"3,5","4,5"\n', { valueCells: [1] })).toEqual([2.5, 4.5])
  })

  test('reads lines that end in a carriage return alone', async () => {
    const text = '1\r2\r3'
    expect(await values(text, { layout: readCsvHead(new TextEncoder().encode(text)).layout })).toEqual([1, 2, 3])
  })

  test('reads past a byte order mark', async () => {
    expect(await values('\uFEFF1\n2\n')).toEqual([1, 2])
  })

  test('leaves out a row with text or with too few cells, and says where the first was', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => (index === 7 ? 'lost,1' : index === 20 ? '9' : `${index},1`))
    const table = await read(rows.join('\n'), { valueCells: [0, 1] })
    expect(table).toMatchObject({ rowCount: 38, badRowCount: 2, firstBadLine: 8 })
  })

  test('takes a number that no sensor gives for unreadable, not for infinite', async () => {
    const table = await read(`${'1\n'.repeat(20)}1e39\n1e999\n`)
    expect(table).toMatchObject({ rowCount: 20, badRowCount: 2, firstBadLine: 21 })
  })

  test('keeps the place of a bad row where the place is the time', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => (index === 3 ? '?' : String(index)))
    const table = await read(rows.join('\n'), { badRow: 'keep-as-nan' })
    expect(Array.from(table.valueColumns[0]?.slice(2, 5) ?? [])).toEqual([2, NaN, 4])
  })

  test('refuses a table of which more than a tenth is no numbers', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => (index % 9 === 4 ? 'no contact' : '1'))
    const reading = read(rows.join('\n'))
    await expect(reading).rejects.toThrow(AppError)
    await expect(reading).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringMatching(/table\.csv: 11 of 100 rows .* line 5: "no contact"\. Expected one number/),
    })
  })

  test('refuses a line that no table has', async () => {
    await expect(read(`1\n${'9'.repeat(70_000)}`)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('line 2 is longer'),
    })
    await expect(read(`1\n${'9'.repeat(70_000)}\n2\n`, {}, 200_000)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  })
})
