export function render({ model }) {
  const root = document.createElement("div")
  const draw = () => { root.innerHTML = model.block }
  root.addEventListener("click", event => {
    const button = event.target.closest("[data-action]")
    if (button) { model.send_msg({ action: button.dataset.action, value: button.dataset.value ?? "" }) }
  })
  model.on("block", draw)
  draw()
  return root
}
