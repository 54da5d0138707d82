// A block of HTML with pictures in the places that it leaves for them, each with its tools above it.

// All views under one, the nearest first.
function* views_under(view) {
  for (const child of view?.child_views ?? []) {
    yield child
    yield* views_under(child)
  }
}

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

// A picture and its tools.
function picture_of(key, model) {
  let figure = null
  const place = make("div", { class: "drawn" })
  const act = {
    nearer: () => zoom("ZoomInTool"),
    farther: () => zoom("ZoomOutTool"),
    whole: () => zoom("ResetTool"),
    save: () => save(),
  }
  const shapes = { nearer: ["M5 12h14", "M12 5v14"], farther: ["M5 12h14"], whole: ["M4 12a8 8 0 1 0 3-6.2", "M7 2v4h4"], save: ["M12 4v10", "M8 10l4 4 4-4", "M5 19h14"] }
  const buttons = Object.entries(shapes).map(([name, paths]) => make("button", { type: "button", class: "tool", "data-tool": name }, drawing(...paths)))
  const tools = make("div", { class: "tools", role: "group" }, ...buttons)
  for (const button of buttons) { button.addEventListener("click", () => act[button.dataset.tool]()) }

  const zoom = type => figure?.model.toolbar.tools.find(tool => tool.type === type)?.do.emit(undefined)
  const save = () => {
    if (!figure) { return }
    const { canvas } = figure.export("png")
    const whole = make("canvas", { width: canvas.width, height: canvas.height })
    const paper = whole.getContext("2d")
    paper.fillStyle = getComputedStyle(tools).getPropertyValue("background-color")
    paper.fillRect(0, 0, whole.width, whole.height)
    paper.drawImage(canvas, 0, 0)
    whole.toBlob(blob => {
      const link = make("a", { href: URL.createObjectURL(blob), download: `${key}.png` })
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
    })
  }
  const say = () => {
    const words = model.words
    tools.setAttribute("aria-label", (words.tools ?? "").replace("{title}", words.titles?.[key] ?? key))
    for (const button of buttons) {
      const name = words[button.dataset.tool] ?? ""
      button.setAttribute("aria-label", name)
      button.setAttribute("title", name)
    }
    holder.classList.toggle("dark", words.dark === true)
  }
  // another part of an axis is looked at: the browser alone knows, and nobody else needs to
  const mark = name => {
    const range = figure.model[`${name}_range`], unit = model.words.units?.[key]?.[name === "x" ? 0 : 1]
    const axis = axis_of(name)
    if (!axis || !unit) { return }
    if (!axis.whole || (range.start === range.reset_start && range.end === range.reset_end)) {
      axis.whole ??= { ticks: axis.ticker.ticks, words: axis.major_label_overrides }
      if (range.start === range.reset_start && range.end === range.reset_end) {
        put(axis, axis.whole.ticks, axis.whole.words)
        return
      }
    }
    const marks = marks_of(range.start, range.end, unit, model.words.language)
    put(axis, marks.map(([value]) => value), new Map(marks))
  }
  const put = (axis, ticks, words) => {
    axis.writing = true
    axis.ticker.setv({ ticks }, { sync: false })
    axis.setv({ major_label_overrides: words }, { sync: false })
    axis.writing = false
  }
  // a name longer than its axis runs on in further lines
  const wrap = () => {
    const { width, height } = figure.el.getBoundingClientRect()
    for (const [axis, room] of [[axis_of("x"), width - 90], [axis_of("y"), height - 60]]) {
      if (!axis || room < 60) { continue }
      axis.named ??= axis.axis_label ?? ""
      const lines = [""]
      for (const word of axis.named.split(" ")) {
        const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word
        if (longer.length * 6.7 > room && lines.at(-1)) { lines.push(word) } else { lines[lines.length - 1] = longer }
      }
      axis.writing = true
      axis.setv({ axis_label: lines.join("\n") }, { sync: false })
      axis.writing = false
    }
  }
  // many numbers on what is drawn are smaller where it is
  const shrink = () => {
    const narrow = figure.el.getBoundingClientRect().width < 420
    for (const { glyph, data_source } of figure.model.renderers) {
      if (glyph?.type !== "Text" || data_source.length < 20) { continue }
      glyph.usual ??= glyph.text_font_size
      glyph.setv({ text_font_size: narrow ? { value: "9px" } : glyph.usual }, { sync: false })
    }
  }
  const axis_of = name => figure.model[name === "x" ? "below" : "left"].find(part => part.ticker)
  const holder = make("div", { class: "pictured" }, tools, place)
  const take = view => {
    if (view.el.parentNode !== place) { place.replaceChildren(view.el) }
    const found = [view, ...views_under(view)].find(part => part.model.type === "Figure" || part.canvas_view)
    if (!found || found === figure) { return }
    figure = found
    figure.canvas_view.events_el.setAttribute("tabindex", "-1")
    Object.assign(figure.canvas_view.events_el.style, { touchAction: "pan-y", outline: "none" })
    for (const name of ["x", "y"]) {
      const range = figure.model[`${name}_range`]
      const axis = axis_of(name)
      range.change.connect(() => mark(name))
      axis?.properties.major_label_overrides.change.connect(() => { if (!axis.writing) { axis.whole = null } })
      axis?.properties.axis_label.change.connect(() => { if (!axis.writing) { axis.named = null; wrap() } })
    }
    new ResizeObserver(() => { wrap(); shrink() }).observe(figure.el)
  }
  return { holder, take, say }
}

export function render({ model, view }) {
  const root = make("div")
  const known = new Map()
  const seat = () => {
    for (const slot of root.querySelectorAll("[data-picture]")) {
      const holder = known.get(slot.dataset.picture)?.holder
      if (holder && holder.parentNode !== slot) { slot.replaceChildren(holder) }
    }
  }
  const draw = () => {
    const active = root.getRootNode().activeElement
    root.innerHTML = model.block
    seat()
    if (active && root.contains(active)) { active.focus() }
  }
  const fill = () => {
    model.get_child("pictures")
    const wanted = new Map(model.places.map((key, i) => [key, view.get_child_view(view.model.data.pictures[i])]))
    for (const key of [...known.keys()]) { if (!wanted.has(key)) { known.delete(key) } }
    for (const [key, child] of wanted) {
      if (!child) { continue }
      if (!known.has(key)) { known.set(key, picture_of(key, model)) }
      known.get(key).take(child)
      known.get(key).say()
    }
    seat()
  }
  model.on("block", draw)
  model.on("words", () => { for (const one of known.values()) { one.say() } })
  model.on("pictures", fill)
  draw()
  fill()
  return root
}
