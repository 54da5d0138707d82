// The table behind a link to its CSV, as a workbook for Excel: made here once somebody asks, so that no page is longer
// for it. A workbook is a ZIP of a few texts; its cells are numbers or texts, and none of them is a formula.
function offer_excel() {
  document.documentElement.style.setProperty("--excel", "inline") // the buttons show where something answers them
  const take = event => {
    const button = event.composedPath().find(node => node instanceof HTMLElement && node.dataset.excel)
    const link = button?.parentElement.querySelector("a[download$='.csv']")
    if (!link) { return }
    const csv = decodeURIComponent(link.href.slice(link.href.indexOf(",") + 1))
    const url = URL.createObjectURL(workbook_of(rows_of(csv, button.dataset.excel), button.dataset.excel))
    make("a", { href: url, download: link.download.replace(/csv$/, "xlsx") }).click()
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
  }
  document.addEventListener("click", take)
  return () => document.removeEventListener("click", take)
}

// The rows of a CSV as this program writes it: a French one parts its cells by semicolons.
function rows_of(csv, language) {
  const text = csv.replace(/^\ufeff/, ""), parting = language === "fr" ? ";" : ","
  const rows = []
  let row = [], cell = "", quoted = false
  const end = () => { row.push(cell); cell = "" }
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]
    if (quoted && sign === "\"" && text[i + 1] === "\"") { cell += sign; i++ } else if (sign === "\"") { quoted = !quoted } else if (quoted) {
      cell += sign
    } else if (sign === parting) { end() } else if (sign === "\n") { end(); rows.push(row); row = [] } else if (sign !== "\r") { cell += sign }
  }
  if (cell || row.length > 0) { end(); rows.push(row) }
  return rows
}

function workbook_of(rows, language) {
  const head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", packed = "http://schemas.openxmlformats.org/package/2006"
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
  const lines = rows.map((row, y) => `<row r="${y + 1}">${row.map(text => cell_of(text, language, y === 0)).join("")}</row>`)
  const widths = (rows[0] ?? []).map((_, x) => Math.min(Math.max(...rows.map(row => (row[x] ?? "").length), 6) + 2, 60))
  const columns = widths.map((width, x) => `<col min="${x + 1}" max="${x + 1}" width="${width}" customWidth="1"/>`)
  return zip_of({
    "[Content_Types].xml": `${head}<Types xmlns="${packed}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/></Types>`,
    "_rels/.rels": `${head}<Relationships xmlns="${packed}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Credit Panel" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="${packed}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${columns.length > 0 ? `<cols>${columns.join("")}</cols>` : ""}<sheetData>${lines.join("")}</sheetData></worksheet>`,
  })
}

// A number is one in the language of the table; the quote that keeps a text from being run in a CSV is not needed here.
function cell_of(text, language, heading) {
  const number = language === "fr" ? text.replace(",", ".") : text
  if (!heading && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(number) && !(language === "fr" && text.includes("."))) { return `<c><v>${number}</v></c>` }
  const bare = /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text
  // oxlint-disable-next-line no-control-regex -- what XML cannot hold
  const safe = bare.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>]/g, sign => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign])
  return `<c t="inlineStr"><is><t xml:space="preserve">${safe}</t></is></c>`
}

// A ZIP of texts by their names, as they are: a table on screen is short.
function zip_of(files) {
  const parts = [], listed = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const title = new TextEncoder().encode(name), content = new TextEncoder().encode(text)
    // 33 is 1 January 1980, the first day that a ZIP can name
    const about = bytes_of([2, 20], [2, 0x800], [2, 0], [2, 0], [2, 33], [4, checksum_of(content)], [4, content.length], [4, content.length], [2, title.length], [2, 0])
    const local = [bytes_of([4, 0x04034b50]), about, title, content]
    listed.push(bytes_of([4, 0x02014b50], [2, 20]), about, bytes_of([2, 0], [2, 0], [2, 0], [4, 0], [4, at]), title)
    parts.push(...local)
    at += local.reduce((sum, part) => sum + part.length, 0)
  }
  const size = listed.reduce((sum, part) => sum + part.length, 0), count = Object.keys(files).length
  const end = bytes_of([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, at], [2, 0])
  return new Blob([...parts, ...listed, end], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" })
}

function bytes_of(...numbers) {
  const view = new DataView(new ArrayBuffer(numbers.reduce((sum, [size]) => sum + size, 0)))
  let at = 0
  for (const [size, value] of numbers) {
    if (size === 2) { view.setUint16(at, value, true) } else { view.setUint32(at, value, true) }
    at += size
  }
  return new Uint8Array(view.buffer)
}

function checksum_of(bytes) {
  let sum = ~0
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) { sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0) }
  }
  return ~sum >>> 0
}
