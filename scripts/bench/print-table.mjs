/** Prints rows of cells under a heading, columns aligned; the first row names the columns. */
export function printTable(heading, rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? String(cell).padEnd(widths[0]) : String(cell).padStart(widths[column]))).join('   ')
  process.stdout.write(`\n${heading}\n${line(rows[0])}\n${widths.map((width) => '-'.repeat(width)).join('   ')}\n`)
  for (const row of rows.slice(1)) process.stdout.write(`${line(row)}\n`)
}
