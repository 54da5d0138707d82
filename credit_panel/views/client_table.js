export function render({ model }) {
  const root = document.createElement("div")
  const holder = document.createElement("div")
  const status = document.createElement("div")
  status.className = "unseen"
  status.setAttribute("role", "status")
  root.append(holder, status)

  const name = node => node?.dataset?.stop
  const draw = () => {
    const held = name(root.getRootNode().activeElement)
    const aside = holder.querySelector(".sideways")?.scrollLeft ?? 0
    holder.innerHTML = model.block
    const region = holder.querySelector(".sideways")
    if (region) { region.scrollLeft = aside }
    if (held) {
      const again = holder.querySelector(`[data-stop="${held}"]:not([disabled])`)
      ;(again ?? holder.querySelector("[data-stop='page']") ?? region)?.focus({ preventScroll: true })
    }
  }
  const answer = () => {
    holder.removeAttribute("aria-busy")
    draw()
  }
  const send = node => {
    holder.setAttribute("aria-busy", "true")
    model.send_msg({ action: node.dataset.action, value: node.value ?? "" })
  }
  holder.addEventListener("click", event => {
    const button = event.target.closest("button[data-action]")
    if (button) { send(button) }
  })
  holder.addEventListener("change", event => {
    if (event.target.matches("input[data-action]")) { send(event.target) }
  })
  model.on("block", () => { if (!holder.hasAttribute("aria-busy")) { draw() } })
  model.on("answered", answer)
  model.on("status", () => { status.textContent = model.status })
  draw()
  return root
}
