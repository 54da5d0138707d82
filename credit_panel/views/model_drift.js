const PART_BYTES = 4_000_000

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
  const name = make("label", { for: "drift-source" })
  const list = make("select", { id: "drift-source" })
  const file = make("input", { type: "file", id: "drift-file", accept: ".csv,.parquet,.txt", class: "unseen", tabindex: "-1", "aria-hidden": "true" })
  const words = make("span", {})
  const button = make("button", { type: "button", "aria-describedby": "drift-hint" })
  const hint = make("p", { class: "mute", id: "drift-hint" })
  const wrong = make("p", { class: "wrong", role: "alert" })
  const zone = make("div", { class: "zone" }, words, " ", button, file)
  wrong.hidden = true
  root.append(make("h1", { id: "board-title" }, eyebrow, title), make("div", { class: "ways" }, make("div", { class: "way" }, name, list), make("div", { class: "way" }, zone, hint, wrong)))

  const take = async chosen => {
    if (!chosen || model.busy) { return }
    wrong.hidden = chosen.size <= model.most
    wrong.textContent = model.words.too_big ?? ""
    if (chosen.size > model.most) { return }
    const parts = Math.max(Math.ceil(chosen.size / PART_BYTES), 1)
    for (let i = 0; i < parts; i += 1) {
      const data = await chosen.slice(i * PART_BYTES, (i + 1) * PART_BYTES).arrayBuffer()
      model.send_msg({ kind: "part", name: chosen.name, data, first: i === 0, last: i === parts - 1 })
    }
  }
  list.addEventListener("change", () => { wrong.hidden = true; model.send_msg({ kind: "choose", source: list.value }) })
  button.addEventListener("click", () => file.click())
  file.addEventListener("change", () => { take(file.files[0]); file.value = "" })
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, event => { event.preventDefault(); zone.classList.add("over") })
  }
  for (const kind of ["dragleave", "drop"]) {
    zone.addEventListener(kind, event => { event.preventDefault(); zone.classList.remove("over") })
  }
  zone.addEventListener("drop", event => take(event.dataTransfer.files[0]))

  const fill = () => {
    list.replaceChildren(...model.sources.map(([key, text]) => {
      const option = document.createElement("option")
      option.value = key
      option.textContent = text
      return option
    }))
    list.value = model.source
  }
  const say = () => {
    eyebrow.textContent = model.words.eyebrow ?? ""
    title.textContent = model.words.title ?? ""
    name.textContent = model.words.label ?? ""
    words.textContent = model.words.drop ?? ""
    button.textContent = model.words.choose ?? ""
    hint.textContent = model.words.hint ?? ""
  }
  const rest = () => {
    root.setAttribute("aria-busy", String(model.busy))
    button.setAttribute("aria-disabled", String(model.busy))
  }
  model.on("sources", fill)
  model.on("source", () => { list.value = model.source })
  model.on("words", say)
  model.on("busy", rest)
  say()
  fill()
  rest()
  return root
}
