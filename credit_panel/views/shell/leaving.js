// Asks whether the client's view is to be left: the client may have the mouse. Where there is a code, or somebody is logged
// in, it takes the code or their password, which the server alone looks at.
function leaving_sheet(model) {
  const title = make("h2", { id: "leaving" })
  const told = make("p", {})
  const name = make("label", { for: "leaving-password" })
  const box = make("input", { id: "leaving-password", type: "password", autocomplete: "current-password", maxlength: "1000",
    "aria-describedby": "leaving-refused" })
  const refused = make("p", { id: "leaving-refused", class: "refused", role: "alert" })
  const asked = make("div", { class: "password" }, name, box, refused)
  const leave = make("button", { type: "submit" })
  const stay = make("button", { type: "button" })
  const form = make("form", { method: "dialog" }, asked, make("p", { class: "ways" }, leave, " ", stay))
  const node = make("dialog", { class: "sheet", "aria-labelledby": "leaving" }, title, told, form)
  let serial = 0
  const say = () => {
    const words = model.words.leaving ?? {}
    title.textContent = words.title
    told.textContent = words.told
    name.textContent = words.password
    leave.textContent = words.leave
    stay.textContent = words.stay
  }
  form.addEventListener("submit", event => {
    event.preventDefault()
    if (model.guarded) { model.send_msg({ serial: serial += 1, password: box.value }) } else { model.mode = "advisor" }
    box.value = ""
  })
  stay.addEventListener("click", () => node.close())
  model.on("refused", () => { refused.textContent = model.refused })
  model.on("mode", () => { if (model.mode !== "client" && node.open) { node.close() } })
  return {
    node,
    say,
    open() {
      asked.hidden = !model.guarded
      box.autocomplete = model.pin ? "off" : "current-password"
      refused.textContent = ""
      if (!node.open) { node.showModal(); (model.guarded ? box : leave).focus() }
    },
  }
}
