export function render({ model }) {
  const eyebrow = make("span", { class: "eyebrow" })
  const title = document.createTextNode("")
  const name = make("label", { for: "choice" })
  const list = make("select", { id: "choice" })
  const way = make("div", { class: "way" }, name, list)
  const empty = make("p", { class: "mute" })
  const root = make("section", { "aria-labelledby": "board-title" }, make("h1", { id: "board-title" }, eyebrow, title), way, empty)

  const draw = () => {
    eyebrow.textContent = model.words.eyebrow ?? ""
    title.textContent = model.words.title ?? ""
    name.textContent = model.words.label ?? ""
    empty.textContent = model.words.empty ?? ""
    way.hidden = model.options.length === 0
    empty.hidden = model.options.length > 0
    const none = model.words.none ? [make("option", { value: "", disabled: true }, model.words.none)] : []
    list.replaceChildren(...none, ...model.options.map(([key, text]) => make("option", { value: key }, text)))
    list.value = model.chosen
  }
  const messages = messages_of(model)
  list.addEventListener("change", () => messages.send({ value: list.value }))
  for (const part of ["options", "words", "chosen"]) { model.on(part, draw) }
  draw()
  return root
}
