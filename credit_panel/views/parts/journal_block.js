// A block of escaped HTML with boxes and buttons, about what the journal holds; times are written in the reader's zone.
export function render({ model }) {
  const root = document.createElement("div")
  const local = () => {
    const time = new Intl.DateTimeFormat(model.language === "en" ? "en-GB" : model.language, { dateStyle: "long", timeStyle: "short" })
    for (const node of root.querySelectorAll("time[datetime]")) { node.textContent = time.format(new Date(node.dateTime)) }
  }
  const draw = () => texts.redraw(() => { root.innerHTML = model.block; local() }, () => root.querySelector("[data-otherwise]"))
  const messages = messages_of(model, () => { root.removeAttribute("aria-busy"); texts.settle(); draw() })
  const send = node => {
    root.setAttribute("aria-busy", "true")
    messages.send({ action: node.dataset.action, value: node.value ?? "" })
  }
  const texts = texts_of(root, { take: send, restore: () => draw(), drafts: drafts_about_client("credit-panel-case") })
  root.addEventListener("click", event => {
    const button = event.target.closest("button[data-action]")
    if (button) { send(button) }
  })
  model.on("block", () => { if (!messages.waiting()) { draw() } })
  draw()
  return root
}
