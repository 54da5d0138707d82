function make(tag, attributes, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) { node.setAttribute(name, value) }
  node.append(...children)
  return node
}

export function render({ model }) {
  const eyebrow = make("span", { class: "eyebrow" })
  const title = document.createTextNode("")
  const name = make("label", { for: "other-model" })
  const list = make("select", { id: "other-model" })
  const way = make("div", { class: "way" }, name, list)
  const empty = make("p", { class: "mute" })
  const root = make("section", { class: "card board", "aria-labelledby": "board-title" }, make("h1", { id: "board-title" }, eyebrow, title), make("div", { class: "ways" }, way), empty)

  const draw = () => {
    eyebrow.textContent = model.words.eyebrow ?? ""
    title.textContent = model.words.title ?? ""
    name.textContent = model.words.label ?? ""
    empty.textContent = model.words.empty ?? ""
    way.hidden = model.names.length === 0
    empty.hidden = model.names.length > 0
    const none = make("option", { value: "", disabled: "" }, model.words.none ?? "")
    list.replaceChildren(none, ...model.names.map(other => make("option", { value: other }, other)))
    list.value = model.chosen
  }
  list.addEventListener("change", () => model.send_msg({ name: list.value }))
  model.on("names", draw)
  model.on("words", draw)
  model.on("chosen", () => { list.value = model.chosen })
  draw()
  return root
}
