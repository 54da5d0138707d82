// What a script can measure of a page's accessibility, through every shadow root; the tests call these by name.
(() => {
  const inside = (root, found = []) => {
    for (const element of root.querySelectorAll("*")) {
      found.push(element)
      if (element.shadowRoot) { inside(element.shadowRoot, found) }
    }
    return found
  }
  const parent = element => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null
  const line = element => { const up = []; for (let e = element; e; e = parent(e)) { up.push(e) } return up }
  const seen = element => element.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true })
    && !line(element).some(e => e.matches("[inert], [aria-hidden=true]") || getComputedStyle(e).clipPath === "inset(50%)")
  // an open dialog makes everything behind it inert
  const reached = element => {
    const modal = inside(document).find(e => e.matches("dialog:modal"))
    return seen(element) && (!modal || line(element).includes(modal))
  }
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [role=button], [role=tab], [role=option]"
  const controls = () => inside(document).filter(e => e.matches(CONTROLS) && !e.disabled && reached(e))
  const stops = () => controls().filter(e => e.tabIndex >= 0)
  const told = element => {
    const name = element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent || element.value || ""
    return `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className} “${name.trim().replace(/\s+/g, " ").slice(0, 40)}”`
  }
  const box = element => {
    // a box or a switch is pressed on its label too
    const parts = [element, ...(element.labels ?? [])].map(e => e.getBoundingClientRect())
    const left = Math.min(...parts.map(b => b.left)), top = Math.min(...parts.map(b => b.top))
    return { left, top, width: Math.max(...parts.map(b => b.right)) - left, height: Math.max(...parts.map(b => b.bottom)) - top }
  }

  // WCAG 2.5.8: 24 by 24 px; a link or a term within a sentence is as high as its line
  const small = () => controls().filter(e => e.matches("a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=option]"))
    .filter(e => getComputedStyle(e).display !== "inline")
    .map(e => [e, box(e)]).filter(([, b]) => b.width > 1 && (b.width < 23.9 || b.height < 23.9))
    .map(([e, b]) => `${told(e)} ${b.width.toFixed(1)} x ${b.height.toFixed(1)}`)

  // WCAG 2.4.7: what has the focus, or what stands around it, looks different
  const look = element => line(element).slice(0, 4).flatMap(e => [e, ...(e.parentElement?.children ?? [])].slice(0, 8)).map(e => {
    const s = getComputedStyle(e)
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderTopColor, s.borderTopWidth, s.backgroundColor, s.opacity].join("|")
  }).join("\n")
  const unmarked = () => stops().filter(e => {
    document.activeElement?.blur()
    const before = look(e)
    e.focus({ preventScroll: true })
    const same = look(e) === before
    e.blur()
    return same
  }).map(told)

  // text that its box cuts off: wider or higher than a box that shows no more than itself
  const cut = () => inside(document).filter(e => seen(e) && e.clientWidth > 1).filter(e => {
    const s = getComputedStyle(e)
    const across = ["hidden", "clip"].includes(s.overflowX) && e.scrollWidth > e.clientWidth + 1
    const down = ["hidden", "clip"].includes(s.overflowY) && e.scrollHeight > e.clientHeight + 1
    return (across || down) && e.textContent.trim() && !e.matches("html, body, svg, svg *, select, option")
  }).map(e => `${told(e)} ${e.scrollWidth} in ${e.clientWidth}, ${e.scrollHeight} in ${e.clientHeight}`)

  // words that stand outside the window, or outside the card that holds them
  const outside = () => {
    const room = document.documentElement.clientWidth + 1
    return inside(document).filter(e => seen(e) && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).filter(e => {
      const scrolls = line(e).some(up => ["auto", "scroll"].includes(getComputedStyle(up).overflowX) && up.scrollWidth > up.clientWidth)
      const b = e.getBoundingClientRect()
      return !scrolls && b.width > 1 && (b.right > room || b.left < -1) && b.bottom > 0
    }).map(e => `${told(e)} ${e.getBoundingClientRect().left.toFixed(0)} to ${e.getBoundingClientRect().right.toFixed(0)}`)
  }

  // whether a line of text is not scrolled out of the boxes that hold it
  const uncovered = (b, element) => line(element).every(up => {
    if (getComputedStyle(up).overflow === "visible" || up.matches("html, body, main")) { return true }
    const room = up.getBoundingClientRect()
    return b.bottom > room.top + 2 && b.top < room.bottom - 2 && b.right > room.left && b.left < room.right
  })

  // pieces of text that lie over one another
  const over = () => {
    const words = []
    for (const element of inside(document)) {
      if (!seen(element) || element.closest("option, svg text.second")) { continue }
      for (const node of element.childNodes) {
        if (node.nodeType !== 3 || !node.textContent.trim()) { continue }
        const range = document.createRange()
        range.selectNodeContents(node)
        for (const b of range.getClientRects()) { if (b.width > 2 && b.height > 2 && uncovered(b, element)) { words.push([b, element]) } }
      }
    }
    const found = new Set()
    const layered = e => line(e).some(up => ["fixed", "sticky"].includes(getComputedStyle(up).position))
    words.sort((a, b) => a[0].top - b[0].top)
    words.forEach(([a, one], i) => {
      for (let j = i + 1; j < words.length && words[j][0].top < a.bottom - 3; j++) {
        const [b, other] = words[j]
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        if (across > 3 && down > Math.min(a.height, b.height) * 0.35 && !layered(one) && !layered(other)) {
          found.add(`${told(one)} over ${told(other)}`)
        }
      }
    })
    return [...found]
  }

  const headings = () => inside(document).filter(e => e.tagName === "H1" && seen(e)).map(e => e.textContent.trim())
  // WCAG 1.4.10: nothing but a box made to scroll, such as a wide table's, is wider than its place
  const sideways = () => [document.documentElement, document.body, ...inside(document).filter(e => e.matches("main, .main-content, .card") && seen(e))]
    .filter(e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth).map(e => `${told(e)} ${e.scrollWidth - e.clientWidth}`)
  const moving = () => document.getAnimations().filter(a => a.playState === "running" && a.effect?.getComputedTiming().duration > 1)
    .map(a => told(a.effect.target))

  window.audit = { small, unmarked, cut, outside, over, headings, sideways, moving, stops: () => stops().map(told), inside }
})()
