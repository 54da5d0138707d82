function make(tag, attributes, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) { node.setAttribute(name, value) }
  node.append(...children)
  return node
}

export function render({ model }) {
  const root = make("section", { class: "card board", "aria-labelledby": "board-title" })
  const eyebrow = make("span", { class: "eyebrow" })
  const title = document.createTextNode("")
  const intro = make("p", { class: "mute" })
  const name = make("label", { for: "ratio-box", class: "name" })
  const box = make("input", { id: "ratio-box", class: "box", type: "text", inputmode: "decimal", autocomplete: "off", "aria-describedby": "ratio-shipped ratio-wrong" })
  const slider = make("input", { class: "slider", type: "range" })
  const mark = make("span", { class: "mark", "aria-hidden": "true" })
  const ends = [make("span", { "aria-hidden": "true" }), make("span", { "aria-hidden": "true" })]
  const wrong = make("p", { class: "wrong", id: "ratio-wrong", role: "alert" })
  const shipped = make("p", { class: "shipped", id: "ratio-shipped" })
  const back = make("button", { class: "back", type: "button" })
  root.append(make("h1", { id: "board-title" }, eyebrow, title), intro,
    make("div", { class: "ratio" }, name, box, make("div", { class: "track" }, slider, mark), make("p", { class: "under" }, ...ends), wrong, shipped, back))

  // one question to the server at a time: while it answers, only the latest value of the moving slider is kept
  let serial = 0
  let waiting = false
  let next = null
  const send = message => {
    if (waiting) { next = message; return }
    serial += 1
    waiting = true
    model.send_msg({ ...message, serial })
  }
  const answered = () => {
    if (model.answered !== serial) { return }
    waiting = false
    const message = next
    next = null
    if (message) { send(message) } else { fill() }
  }
  const share = value => Math.min(Math.max((value - model.values.low) / (model.values.high - model.values.low), 0), 1)
  const fill = () => {
    const { value, text, spoken, low, high, step, low_text, high_text, changed } = model.values
    if (value === undefined) { return }
    if (!box.dataset.dirty) { box.value = text }
    box.setAttribute("aria-invalid", String(Boolean(model.values.wrong)))
    wrong.textContent = model.values.wrong
    wrong.hidden = !model.values.wrong
    back.hidden = !changed
    ends[0].textContent = low_text
    ends[1].textContent = high_text
    mark.style.setProperty("--at", String(share(model.values.shipped)))
    if (waiting) { return }
    Object.assign(slider, { min: low, max: high, step })
    slider.value = value
    slider.setAttribute("aria-valuetext", spoken)
    slider.style.setProperty("--at", `${share(value) * 100}%`)
  }
  const say = () => {
    eyebrow.textContent = model.words.eyebrow ?? ""
    title.textContent = model.words.title ?? ""
    intro.textContent = model.words.intro ?? ""
    name.textContent = model.words.label ?? ""
    shipped.textContent = model.words.shipped ?? ""
    back.textContent = model.words.back ?? ""
    slider.setAttribute("aria-label", model.words.label ?? "")
  }
  slider.addEventListener("input", () => {
    slider.style.setProperty("--at", `${share(slider.valueAsNumber) * 100}%`)
    send({ kind: "move", value: slider.valueAsNumber })
  })
  box.addEventListener("input", () => { box.dataset.dirty = "yes" })
  box.addEventListener("change", () => { delete box.dataset.dirty; send({ kind: "type", text: box.value }) })
  box.addEventListener("keydown", event => { if (event.key === "Escape") { delete box.dataset.dirty; fill() } })
  back.addEventListener("click", () => { send({ kind: "back" }); box.focus() })
  model.on("values", fill)
  model.on("words", say)
  model.on("answered", answered)
  say()
  fill()
  return root
}
