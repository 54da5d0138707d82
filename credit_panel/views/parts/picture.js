// A picture and its tools. How it is drawn comes as a figure of Bokeh's, and what it shows as numbers that are put into
// that. All of it stays in the browser: a part of an axis that is looked at, and a picture that is saved. What is chosen
// on it is sent.
function picture_of(key, model, messages) {
  const place = make("div", { class: "drawn" })
  const act = {
    nearer: () => zoom("ZoomInTool"),
    farther: () => zoom("ZoomOutTool"),
    whole: () => zoom("ResetTool"),
    box: () => drag(box.getAttribute("aria-pressed") !== "true"),
    save: () => save(),
    vector: () => save_vector(),
  }
  const shapes = { nearer: ["M5 12h14", "M12 5v14"], farther: ["M5 12h14"], whole: ["M4 12a8 8 0 1 0 3-6.2", "M7 2v4h4"], box: ["M4 10V4h6", "M20 14v6h-6", "M14 4h6v6", "M10 20H4v-6"], save: ["M12 4v10", "M8 10l4 4 4-4", "M5 19h14"], vector: ["M12 3v7", "M9 7l3 3 3-3", "M4 19c5-8 11 6 16-3"] }
  const buttons = Object.entries(shapes).map(([name, paths]) => make("button", { type: "button", class: "tool", "data-tool": name }, drawing(...paths)))
  const box = buttons.find(button => button.dataset.tool === "box")
  box.hidden = true // until it is known whether there is a choice
  const tools = make("div", { class: "tools", role: "group" }, ...buttons)
  for (const button of buttons) { button.addEventListener("click", () => act[button.dataset.tool]()) }
  const holder = make("div", { class: "pictured" }, tools, place)
  let figure = null, drawn = "", shown = ""
  const sizes = new ResizeObserver(() => { if (figure?.axes) { mark("x"); wrap(); shrink() } })

  // a drag looks nearer where the picture chooses nothing, or where the visitor wants it to
  const drag = looks => {
    box.hidden = !["width", "box"].includes(figure?.gesture)
    box.setAttribute("aria-pressed", String(looks))
    for (const tool of figure?.model.toolbar.tools ?? []) {
      if (tool.type === "BoxZoomTool") { tool.active = figure.gesture === "" || looks } else if (tool.type === "BoxSelectTool") { tool.active = !looks }
    }
  }
  const zoom = type => figure?.model.toolbar.tools.find(tool => tool.type === type)?.do.emit(undefined)
  const axis_of = name => figure.model[name === "x" ? "below" : "left"].find(part => part.ticker)
  const save = () => {
    if (!figure) { return }
    const { canvas } = figure.export("png")
    const whole = make("canvas", { width: canvas.width, height: canvas.height })
    const paper = whole.getContext("2d")
    paper.fillStyle = getComputedStyle(tools).getPropertyValue("background-color")
    paper.fillRect(0, 0, whole.width, whole.height)
    paper.drawImage(canvas, 0, 0)
    whole.toBlob(blob => hand_over(blob, "png"))
  }
  // the same as lines and letters, on the ground that it has on screen
  const save_vector = async () => {
    if (!figure) { return }
    const drawn_anew = await (await figure.export("svg").to_blob()).text()
    const ground = getComputedStyle(tools).getPropertyValue("background-color")
    const whole = drawn_anew.replace(/<svg[^>]*>/, start => `${start}<rect width="100%" height="100%" fill="${ground}"/>`)
    hand_over(new Blob([whole], { type: "image/svg+xml" }), "svg")
  }
  const hand_over = (blob, ending) => {
    const link = make("a", { href: URL.createObjectURL(blob), download: `${key}.${ending}` })
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  }
  // the numbers beside an axis: those that were sent, and others for a part of it; where all of them have no room, every
  // second or third
  const mark = name => {
    const range = figure.model[`${name}_range`], { marks, unit } = figure.axes[name]
    const whole = range.start === range.reset_start && range.end === range.reset_end
    const written = whole || !unit ? marks : marks_of(range.start, range.end, unit, model.words.language)
    const longest = Math.max(0, ...written.map(([, words]) => words.length)) * 7 + 8
    const room = name === "x" ? figure.el.getBoundingClientRect().width - 70 : Infinity
    const every = Math.max(1, Math.ceil(written.length * longest / Math.max(room, 140)))
    const kept = written.filter((_, i) => i % every === 0)
    axis_of(name).ticker.ticks = kept.map(([value]) => value)
    axis_of(name).major_label_overrides = new Map(kept)
    if (name === "x") { // half of the last number stands beyond the end of the axis
      const beyond = kept.map(([value, words]) => words.length * 3.6 - (range.end - value) / (range.end - range.start) * room)
      figure.model.min_border_right = Math.max(14, ...beyond.map(Math.ceil))
    }
  }
  // a name longer than its axis runs on in further lines
  const wrap = () => {
    const { width, height } = figure.el.getBoundingClientRect()
    for (const [name, room] of [["x", width - 90], ["y", height - 60]]) {
      const lines = [""]
      for (const word of figure.axes[name].label.split(" ")) {
        const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word
        if (longer.length * 6.7 > Math.max(room, 60) && lines.at(-1)) { lines.push(word) } else { lines[lines.length - 1] = longer }
      }
      axis_of(name).axis_label = lines.join("\n")
    }
  }
  // many numbers on what is drawn are smaller where it is, and a name for which there is no room ends in dots
  const shrink = () => {
    const { width } = figure.el.getBoundingClientRect(), narrow = width < 420, most = Math.floor((width - 30) / 6.6)
    for (const { glyph, data_source } of figure.model.renderers) {
      if (glyph?.type !== "Text") { continue }
      const { data } = data_source, whole = data.whole ?? [...data.text ?? []]
      const text = whole.map(words => words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words)
      if (data.text && text.some((words, i) => words !== data.text[i])) { data_source.data = { ...data, whole, text } }
      if (data_source.length < 20) { continue }
      glyph.usual ??= glyph.text_font_size
      glyph.text_font_size = narrow ? { value: "9px" } : glyph.usual
    }
  }
  const show = () => {
    const numbers = model.numbers[key]
    if (!figure || !numbers || numbers === shown) { return }
    shown = numbers
    const { summary, gesture, layers, x, y } = JSON.parse(numbers)
    figure.model.html_attributes = { role: "img", "aria-label": summary }
    for (const [i, { columns, tooltips }] of layers.entries()) {
      const name = `layer-${i}`
      const { data_source, glyph } = figure.model.renderers.find(layer => layer.name === name)
      if (columns.image) { glyph.color_mapper.high = columns.image.most }
      data_source.data = columns.image ? { ...columns, image: [counts_of(columns.image, data_source.data.image[0])] } : columns
      const hover = figure.model.toolbar.tools.find(tool => tool.name === name)
      if (hover) { hover.tooltips = tooltips }
    }
    figure.axes = { x, y }
    if (!figure.known) {
      figure.gesture = gesture
      drag(false)
      listen(figure.model, key, gesture, messages)
    }
    for (const name of ["x", "y"]) {
      const range = figure.model[`${name}_range`], [start, end] = figure.axes[name].ends
      // whoever looks at a part goes on looking at it, as long as the whole is the same
      if (range.reset_start !== start || range.reset_end !== end || !figure.known) { range.setv({ start, end, reset_start: start, reset_end: end }) }
      mark(name)
    }
    figure.known = true
    wrap()
    shrink()
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
  const drop = view => {
    if (!view) { return }
    const { document } = view.model
    sizes.unobserve(view.el)
    document.views_manager.clear() // that of its notifications among them
    document.clear()
  }
  // on paper a picture is lines and letters, which its card there may narrow: a canvas would keep the width of the screen
  const print = () => {
    unprint()
    if (!figure?.known || !holder.checkVisibility()) { return }
    const { width, height } = figure.el.getBoundingClientRect()
    const sheet = figure.export("svg").canvas
    for (const [name, value] of Object.entries({ class: "printed", viewBox: `0 0 ${width} ${height}`, width, height, preserveAspectRatio: "xMinYMin", role: "img", "aria-label": figure.model.html_attributes["aria-label"] })) { sheet.setAttribute(name, value) }
    holder.append(sheet)
  }
  const unprint = () => holder.querySelector(":scope > .printed")?.remove()
  const draw = async () => {
    const text = model.kinds[model.drawings[key]]
    if (!text || holder.closest("details:not([open])")) { return } // what is folded away is drawn once it is opened
    if (text === drawn) { return show() }
    drawn = text
    const [view] = [...await Bokeh.embed.embed_item(JSON.parse(text), place)]
    // a picture has a document of its own: whoever looks through Bokeh's list is after that of the page
    Bokeh.documents.splice(Bokeh.documents.indexOf(view.model.document), 1)
    if (drawn !== text) { return drop(view) }
    drop(figure)
    figure = view
    shown = ""
    tame(figure.canvas_view.events_el)
    show()
    for (const name of ["x", "y"]) { figure.model[`${name}_range`].change.connect(() => mark(name)) }
    sizes.observe(figure.el)
  }
  return {
    holder,
    take: () => { say(); draw() },
    print,
    unprint,
    drop: () => { drawn = ""; sizes.disconnect(); drop(figure); figure = null },
  }
}
