// An element with its attributes and children. An attribute that is true stands alone; one that is false, or nothing, is
// left out.
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) { node.setAttribute(name, "") } else if (value !== false && value != null) { node.setAttribute(name, value) }
  }
  node.append(...children)
  return node
}

// A drawing that says nothing to screen readers, of one path a line.
function drawing(...paths) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("viewBox", "0 0 24 24")
  svg.setAttribute("aria-hidden", "true")
  for (const d of paths) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path")
    path.setAttribute("d", d)
    svg.append(path)
  }
  return svg
}
