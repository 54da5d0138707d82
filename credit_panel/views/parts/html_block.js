// A block of escaped HTML whose buttons, boxes and lists act by their data-action. The focus and what is being typed stay
// over a redraw; while a message waits for its answer nothing is drawn, and once all is answered, what the server has.
export function render({ model }) {
  const holder = document.createElement("div")
  const status = document.createElement("div")
  const speaks = model.status !== null
  let root = holder
  if (speaks) {
    root = document.createElement("div")
    status.className = "unseen"
    status.setAttribute("role", "status")
    root.append(holder, status)
  }

  const region = () => holder.querySelector(".sideways")
  const otherwise = () => holder.querySelector("[data-otherwise]") ?? holder.querySelector("[data-stop='page']")
    ?? region() ?? holder.querySelector("[data-stop]:not([disabled])")
  // times are written in the reader's zone
  const local = () => {
    if (!model.language) { return }
    const time = new Intl.DateTimeFormat(model.language === "en" ? "en-GB" : model.language, { dateStyle: "long", timeStyle: "short" })
    for (const node of holder.querySelectorAll("time[datetime]")) { node.textContent = time.format(new Date(node.dateTime)) }
  }
  // the client and the cohort of the address go along to the page that a link leads to
  const aim = link => {
    const parts = new URLSearchParams(window.location.hash.replace(/^#/, ""))
    parts.set("tab", link.dataset.keeps)
    link.href = `client#${parts.toString().replaceAll("+", "%20")}`
  }
  let drawn = null
  // the focus goes to what has come to be asked for, once
  let arrived = ""
  const draw = () => {
    const aside = region()?.scrollLeft ?? 0
    drawn = model.block
    texts.redraw(() => {
      holder.innerHTML = drawn
      local()
      if (region()) { region().scrollLeft = aside }
    }, otherwise)
    for (const link of holder.querySelectorAll("a[data-keeps]")) { aim(link) }
    const asked = holder.querySelector("[data-arrive]")
    if (asked && asked.dataset.arrive !== arrived) { asked.focus(); asked.scrollIntoView({ block: "start" }) }
    arrived = asked?.dataset.arrive ?? ""
  }
  const kept = model.about_client ? drafts_about_client : drafts_of
  const messages = messages_of(model, () => {
    holder.removeAttribute("aria-busy")
    texts.settle()
    if (drawn !== model.block || holder.querySelector("input, select")) { draw() }
  }, model.resent ? kept(model.resent) : null)
  const send = node => {
    holder.setAttribute("aria-busy", "true")
    messages.send({ action: node.dataset.action, value: node.dataset.value ?? node.value ?? "" })
  }
  const texts = texts_of(holder, { take: send, restore: () => draw(), drafts: model.drafts ? kept(model.drafts) : null })
  holder.addEventListener("click", event => {
    const button = event.target.closest("button[data-action]")
    if (button) { send(button) }
    const link = event.target.closest("a[data-keeps]")
    if (link) { aim(link) }
  })
  holder.addEventListener("change", event => {
    if (event.target.matches("input[type=checkbox][data-action], select[data-action]")) { send(event.target) }
  })
  model.on("block", () => { if (!messages.waiting()) { draw() } })
  model.on("status", () => { status.textContent = model.status })
  saves_files_of(model)
  draw()
  return root
}
