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
    texts.redraw(() => {
      holder.innerHTML = model.block
      if (region()) { region().scrollLeft = aside }
    }, () => holder.querySelector("[data-stop='page']") ?? region())
  }
  const messages = messages_of(model, () => {
    holder.removeAttribute("aria-busy")
    texts.settle()
    draw()
  })
  const send = node => {
    holder.setAttribute("aria-busy", "true")
    messages.send({ action: node.dataset.action, value: node.value ?? "" })
  }
  const texts = texts_of(holder, { take: send, restore: draw })
  holder.addEventListener("click", event => {
    const button = event.target.closest("button[data-action]")
    if (button) { send(button) }
  })
  holder.addEventListener("change", event => {
    if (event.target.matches("input[type=checkbox][data-action], select[data-action]")) { send(event.target) }
  })
  model.on("block", () => { if (!messages.waiting()) { draw() } })
  model.on("status", () => { status.textContent = model.status })
  draw()
  return root
}
