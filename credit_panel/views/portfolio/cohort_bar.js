export function render({ model }) {
  const root = document.createElement("div")
  const aim = link => {
    const parts = new URLSearchParams(window.location.hash.replace(/^#/, ""))
    parts.set("tab", "compare")
    link.href = `client#${parts.toString().replaceAll("+", "%20")}`
  }
  const draw = () => {
    texts.redraw(() => { root.innerHTML = model.block }, () => root.querySelector("[data-stop]:not([disabled])"))
    const link = root.querySelector("a[data-keeps]")
    if (link) { aim(link) }
  }
  const messages = messages_of(model, () => { texts.settle(); draw() }, drafts_of("credit-panel-cohort"))
  const texts = texts_of(root, {
    take: box => messages.send({ action: box.dataset.action, value: box.value }),
    restore: draw,
    drafts: drafts_of("credit-panel-cohort-text"),
  })
  root.addEventListener("click", event => {
    const button = event.target.closest("button[data-action]")
    if (button) { messages.send({ action: button.dataset.action, value: button.dataset.value ?? "" }) }
    const link = event.target.closest("a[data-keeps]")
    if (link) { aim(link) }
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
