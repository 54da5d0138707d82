const SVG = "http://www.w3.org/2000/svg"
const ICONS = {
  undo: "M9 14 4 9l5-5M4 9h9a6 6 0 0 1 0 12h-3",
  redo: "M15 14l5-5-5-5M20 9h-9a6 6 0 0 0 0 12h3",
  reset: "M4 4v6h6M4.5 10A8 8 0 1 1 4 14",
}

function make(tag, attributes, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) { node.setAttribute(name, value) }
  node.append(...children)
  return node
}

function icon(name) {
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("viewBox", "0 0 24 24")
  svg.setAttribute("aria-hidden", "true")
  const path = document.createElementNS(SVG, "path")
  path.setAttribute("d", ICONS[name])
  svg.append(path)
  return svg
}

const same_gesture_ms = 700

export function render({ model, el }) {
  const root = make("section", { class: "board", "aria-labelledby": "board-title" })
  const eyebrow = make("span", { class: "eyebrow" })
  const title = document.createTextNode("")
  const intro = make("p", { class: "mute" })
  const tools = make("div", { class: "tools", role: "group" })
  const list = make("div", { class: "levers" })
  root.append(make(model.heading, { id: "board-title" }, eyebrow, title), intro, tools, list)

  const buttons = {}
  for (const name of ["undo", "redo", "reset"]) {
    const text = document.createElement("span")
    const button = make("button", { type: "button", "data-tool": name }, icon(name), text)
    button.addEventListener("click", () => { if (button.getAttribute("aria-disabled") !== "true") { send({ kind: name }) } })
    buttons[name] = { button, text }
    tools.append(button)
  }

  // one question to the server at a time: while it answers, only the latest value of a moving slider is kept
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

  let gesture = 0
  let moved = { key: null, at: 0 }
  const gesture_of = key => {
    const now = performance.now()
    if (moved.key !== key || now - moved.at > same_gesture_ms) { gesture += 1 }
    moved = { key, at: now }
    return gesture
  }

  const nodes = {}
  const build = key => {
    const name = make("label", { for: `box-${key}`, class: "name" })
    const box = make("input", { id: `box-${key}`, class: "box", type: "text", inputmode: "decimal", autocomplete: "off", "aria-describedby": `note-${key} wrong-${key}` })
    const slider = make("input", { class: "slider", type: "range" })
    const ends = [make("span", { "aria-hidden": "true" }), make("span", { "aria-hidden": "true" })]
    const note = make("span", { class: "note", id: `note-${key}` })
    const under = make("p", { class: "under" }, ends[0], note, ends[1])
    const back = make("button", { class: "back", type: "button" })
    const wrong = make("p", { class: "wrong", id: `wrong-${key}`, role: "alert" })
    const node = make("div", { class: "lever", "data-lever": key }, name, box, slider, under, back, wrong)
    slider.addEventListener("input", () => send({ kind: "move", lever: key, value: slider.valueAsNumber, gesture: gesture_of(key) }))
    box.addEventListener("input", () => { box.dataset.dirty = "yes" })
    box.addEventListener("change", () => { delete box.dataset.dirty; send({ kind: "type", lever: key, text: box.value }) })
    box.addEventListener("keydown", event => {
      if (event.key === "Escape") { delete box.dataset.dirty; fill() }
    })
    back.addEventListener("click", () => { send({ kind: "back", lever: key }); box.focus() })
    list.append(node)
    return { node, name, box, slider, ends, note, back, wrong }
  }

  const fill = () => {
    for (const lever of model.levers) {
      const at = nodes[lever.key] ??= build(lever.key)
      at.node.classList.toggle("changed", lever.changed)
      at.name.textContent = lever.label
      at.note.textContent = lever.note
      at.back.textContent = lever.back
      at.back.hidden = !lever.changed
      at.wrong.textContent = lever.wrong
      at.wrong.hidden = !lever.wrong
      at.box.setAttribute("aria-invalid", String(Boolean(lever.wrong)))
      at.box.disabled = at.slider.disabled = lever.disabled
      at.box.placeholder = lever.placeholder
      at.slider.setAttribute("aria-label", lever.label)
      at.slider.setAttribute("aria-valuetext", lever.text || lever.placeholder)
      at.ends[0].textContent = lever.low_text
      at.ends[1].textContent = lever.high_text
      if (!at.box.dataset.dirty) { at.box.value = lever.text }
      if (waiting && moved.key === lever.key) { continue }
      Object.assign(at.slider, { min: lever.low, max: lever.high, step: lever.step })
      at.slider.value = lever.value
      at.slider.classList.toggle("missing", lever.missing)
      const share = (at.slider.valueAsNumber - lever.low) / (lever.high - lever.low)
      at.slider.style.setProperty("--at", `${Math.round(share * 1000) / 10}%`)
    }
  }
  const say = () => {
    eyebrow.textContent = model.words.client ?? ""
    title.textContent = model.words.title ?? ""
    intro.textContent = model.words.intro ?? ""
    tools.setAttribute("aria-label", model.words.tools ?? "")
    for (const [name, { text }] of Object.entries(buttons)) { text.textContent = model.words[name] ?? "" }
  }
  const enable = () => {
    for (const [name, able] of Object.entries(model.able)) { buttons[name]?.button.setAttribute("aria-disabled", String(!able)) }
  }
  model.on("levers", fill)
  model.on("words", say)
  model.on("able", enable)
  model.on("answered", answered)
  say()
  enable()
  fill()
  return root
}
