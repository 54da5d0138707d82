export function render({ model }) {
  const root = document.createElement("div")
  const holder = document.createElement("div")
  const status = document.createElement("div")
  status.className = "unseen"
  status.setAttribute("role", "status")
  root.append(holder, status)

  const region = () => holder.querySelector(".sideways")
  const draw = () => {
    const aside = region()?.scrollLeft ?? 0
    keep_focus(holder, () => {
      holder.innerHTML = model.block
      if (region()) { region().scrollLeft = aside }
    }, () => holder.querySelector("[data-stop='page']") ?? region())
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
