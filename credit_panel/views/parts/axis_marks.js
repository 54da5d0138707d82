// The numbers beside an axis of which a part is looked at: at most seven, round, as Python writes those of the whole.
function marks_of(low, high, unit, language) {
  const power = 10 ** Math.floor(Math.log10((high - low) / 7))
  const step = [1, 2, 5, 10].map(times => times * power).find(size => size * 7 >= (high - low) * (1 - 1e-9))
  const locale = language === "fr" ? "fr-FR" : "en-GB"
  const digits = size => Math.max(0, Math.min(6, -Math.floor(Math.log10(size) + 1e-9)))
  const write = value => {
    if (unit === "share") {
      const fraction = digits(step * 100)
      return new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: fraction, maximumFractionDigits: fraction }).format(value).replace("\u00A0", "\u202F")
    }
    const size = unit === "short" ? [[1e6, "M"], [1e3, "k"]].find(([least]) => Math.abs(value) >= 10 * least || (least === 1e6 && Math.abs(value) >= least)) : null
    const fraction = digits(step / (size?.[0] ?? 1))
    const number = new Intl.NumberFormat(locale, { minimumFractionDigits: fraction, maximumFractionDigits: fraction }).format(value / (size?.[0] ?? 1))
    return size ? `${number}\u202F${size[1]}` : number
  }
  const marks = []
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k += 1) { marks.push([k * step, write(Number((k * step).toPrecision(12)))]) }
  return marks
}
