// Looks for an element that is on screen in the document and in all components.
function on_screen(selector, place = 0) {
  const found = []
  const look = root => {
    for (const node of root.querySelectorAll("*")) {
      if (node.matches(selector) && node.checkVisibility?.() !== false) { found.push(node) }
      if (node.shadowRoot) { look(node.shadowRoot) }
    }
  }
  look(document)
  return found[place] ?? null
}
