export function render({ model }) {
  const root = document.createElement("div")
  const messages = messages_of(model)
  // the focus goes to what has come to be asked for, once
  let arrived = ""
  const draw = () => {
    root.innerHTML = model.block
    const asked = root.querySelector("[data-arrive]")
    if (asked && asked.dataset.arrive !== arrived) { asked.focus(); asked.scrollIntoView({ block: "start" }) }
    arrived = asked?.dataset.arrive ?? ""
  }
  root.addEventListener("click", event => {
    const button = event.target.closest("[data-action]")
    if (button) { messages.send({ action: button.dataset.action, value: button.dataset.value ?? "" }) }
  })
  model.on("block", draw)
  draw()
  return root
}
