export function render({ model }) {
  const root = document.createElement("div")
  const messages = messages_of(model)
  const draw = () => { root.innerHTML = model.block }
  root.addEventListener("click", event => {
    const button = event.target.closest("[data-action]")
    if (button) { messages.send({ action: button.dataset.action, value: button.dataset.value ?? "" }) }
  })
  model.on("block", draw)
  draw()
  return root
}
