// While the client's view is guarded its tab keeps to it: a reload, another page or Back lead there again until it is left
// by who may. The glossary and the statement, which it links to, hold nothing of anybody.
function hold_client_view(model) {
  const held = drafts_of("credit-panel-held")
  const open_to_all = ["glossary", "accessibility"]
  const keep = () => {
    const { fragment } = held.read()
    if (!fragment || open_to_all.includes(model.page)) { return }
    if (model.page !== "client") {
      window.location.replace(`client${fragment}`)
    } else if (model.guarded) {
      window.history.replaceState(null, "", fragment)
    } else {
      held.drop()
    }
  }
  const note = () => {
    if (model.mode === "advisor") {
      held.drop()
    } else if (model.mode === "client" && model.guarded && model.fragment.includes("mode=client")) {
      held.write({ fragment: model.fragment })
    }
  }
  const shown = event => { if (event.persisted) { keep() } }
  keep()
  model.on("mode", note)
  model.on("fragment", note)
  window.addEventListener("pageshow", shown)
  return () => window.removeEventListener("pageshow", shown)
}
