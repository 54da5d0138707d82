const settled_ms = 250
const quiet = new Set(["what-if", "ratio", "against", "other", "feature", "beside", "group"])

// The address of the window leads the page and follows it. A part that is tried or chosen within a tab takes the place
// of its last value, so that Back leads to another client or tab and not to a step before.
function follow_address(model, changed) {
  let waiting = null
  const written = () => waiting?.fragment ?? window.location.hash
  const loud = fragment => {
    const parts = new URLSearchParams(fragment.replace(/^#/, ""))
    for (const part of quiet) { parts.delete(part) }
    return parts.toString()
  }
  const settle = () => {
    if (!waiting) { return }
    const { fragment, from, timer } = waiting
    clearTimeout(timer)
    waiting = null
    if (window.location.hash !== from) { return } // another address was given, and is followed in a moment
    window.history.replaceState(null, "", fragment || window.location.pathname)
    changed()
  }
  const lead = () => {
    const fragment = model.fragment
    if (fragment === written()) { return }
    if (loud(fragment) === loud(written())) {
      clearTimeout(waiting?.timer)
      waiting = { fragment, from: window.location.hash, timer: setTimeout(settle, settled_ms) }
      return
    }
    settle()
    window.history.pushState(null, "", fragment || window.location.pathname)
    changed()
  }
  const follow = () => {
    clearTimeout(waiting?.timer)
    waiting = null
    model.fragment = window.location.hash
    changed()
  }
  // a link takes the parts along that it names, all of them when it names none; its own come first
  const take_along = event => {
    settle()
    const link = event.composedPath().find(node => node instanceof Element && node.matches("a[data-keep]"))
    if (!link) { return }
    link.dataset.own ??= link.getAttribute("href")
    const [page, own] = link.dataset.own.split("#")
    const parts = new URLSearchParams(window.location.hash.replace(/^#/, ""))
    const kept = link.dataset.keep.split(" ").filter(Boolean)
    for (const name of kept.length ? [...parts.keys()] : []) { if (!kept.includes(name)) { parts.delete(name) } }
    for (const [name, value] of new URLSearchParams(own ?? "")) { parts.set(name, value) }
    const fragment = parts.toString().replaceAll("+", "%20")
    link.setAttribute("href", fragment ? `${page}#${fragment}` : page)
  }
  model.on("fragment", lead)
  window.addEventListener("hashchange", follow)
  window.addEventListener("pagehide", settle)
  for (const name of ["click", "auxclick"]) { document.addEventListener(name, take_along, true) }
  follow()
  return () => {
    clearTimeout(waiting?.timer)
    window.removeEventListener("hashchange", follow)
    window.removeEventListener("pagehide", settle)
    for (const name of ["click", "auxclick"]) { document.removeEventListener(name, take_along, true) }
  }
}
