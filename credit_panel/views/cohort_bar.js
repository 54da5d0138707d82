export function render({ model }) {
  const root = document.createElement("div")
  const draw = () => {
    const active = () => root.getRootNode().activeElement
    const typed = active()?.matches("input") ? { stop: active().dataset.stop, text: active().value, at: active().selectionStart } : null
    keep_focus(root, () => { root.innerHTML = model.block }, () => root.querySelector("[data-stop]:not([disabled])"))
    if (typed && active()?.matches("input") && active().dataset.stop === typed.stop) {
      active().value = typed.text
      active().setSelectionRange(typed.at, typed.at)
    }
    const link = root.querySelector("a[data-keeps]")
    if (link) { link.href = "client" + window.location.hash }
  }
  root.addEventListener("click", event => {
    const button = event.target.closest("button[data-action]")
    if (button) { model.send_msg({ action: button.dataset.action, value: button.dataset.value ?? "" }) }
    const link = event.target.closest("a[data-keeps]")
    if (link) { link.href = "client" + window.location.hash }
  })
  root.addEventListener("change", event => {
    if (event.target.matches("input[data-action]")) { model.send_msg({ action: event.target.dataset.action, value: event.target.value }) }
  })
  model.on("msg:custom", event => {
    const { name, kind, content } = event.data ?? event
    const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0))
    const address = URL.createObjectURL(new Blob([bytes], { type: kind }))
    const link = document.createElement("a")
    link.href = address
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
  })
  model.on("block", draw)
  draw()
  return root
}
