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

  // WCAG 2.5.8: 24 by 24 px; a link within a sentence is as high as its line
  const block = element => { let up = parent(element); while (getComputedStyle(up).display === "inline") { up = parent(up) } return up }
  const in_sentence = e => e.matches("a") && getComputedStyle(e).display === "inline" && block(e).textContent.trim() !== e.textContent.trim()
  const small = () => controls().filter(e => e.matches("a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=option]"))
    .filter(e => !in_sentence(e))
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

  // the part of a piece that the boxes which hold and scroll it let show; null when none is
  const shown = (piece, element) => {
    let { left, top, right, bottom } = piece
    for (const up of line(element)) {
      if (getComputedStyle(up).overflow === "visible" || up.matches("html, body")) { continue }
      const room = up.getBoundingClientRect()
      left = Math.max(left, room.left)
      top = Math.max(top, room.top)
      right = Math.min(right, room.right)
      bottom = Math.min(bottom, room.bottom)
    }
    return right - left > 2 && bottom - top > 2 ? { left, top, right, bottom, width: right - left, height: bottom - top } : null
  }

  // pieces of text that lie over one another
  const over = () => {
    const words = []
    for (const element of inside(document)) {
      if (!seen(element) || element.closest("option, svg text.second")) { continue }
      for (const node of element.childNodes) {
        if (node.nodeType !== 3 || !node.textContent.trim()) { continue }
        const range = document.createRange()
        range.selectNodeContents(node)
        for (const piece of range.getClientRects()) { words.push([shown(piece, element), element]) }
      }
    }
    for (const control of inside(document).filter(e => e.matches("input:not([type=radio], [type=checkbox], [type=file]), select, textarea, button") && seen(e))) {
      // a button may lie in the margin that a box keeps free for it
      const outline = control.getBoundingClientRect(), kept = getComputedStyle(control)
      const [left, right] = control.matches("input") ? [parseFloat(kept.paddingLeft), parseFloat(kept.paddingRight)] : [0, 0]
      words.push([shown(new DOMRect(outline.left + left, outline.top, outline.width - left - right, outline.height), control), control])
    }
    const pieces = words.filter(([piece, element]) => piece && !element.matches(".MuiInputLabel-root")) // that label lies on its box's edge
    const found = new Set()
    // Bokeh writes each text of a picture twice into its place: its inside, and its outline
    const twice = (one, other, down, across, a) => one.matches("svg text") && other.matches("svg text")
      && one.textContent === other.textContent && a.height - down < 1 && a.width - across < 1
    const layered = e => line(e).some(up => ["fixed", "sticky"].includes(getComputedStyle(up).position))
    pieces.sort((a, b) => a[0].top - b[0].top)
    pieces.forEach(([a, one], i) => {
      for (let j = i + 1; j < pieces.length && pieces[j][0].top < a.bottom - 3; j++) {
        const [b, other] = pieces[j]
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        const one_of_both = line(one).includes(other) || line(other).includes(one)
        if (!one_of_both && !twice(one, other, down, across, a) && across > 3 && down > Math.min(a.height, b.height) * 0.35 && !layered(one) && !layered(other)) {
          found.add(`${told(one)} over ${told(other)}`)
        }
      }
    })
    return [...found]
  }

  const headings = () => inside(document).filter(e => e.tagName === "H1" && seen(e)).map(e => e.textContent.trim())
  // WCAG 1.4.10: nothing but a box made to scroll, such as a wide table's, is wider than its place
  const sideways = () => [document.documentElement, document.body, ...inside(document).filter(e => e.matches("main, .main-content, .card, .card-head, .board, section.bar, form, fieldset, nav") && seen(e))]
    .filter(e => e.matches(".main-content") || !["auto", "scroll"].includes(getComputedStyle(e).overflowX))
    .filter(e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth).map(e => `${told(e)} ${e.scrollWidth - e.clientWidth}`)
  const moving = () => document.getAnimations().filter(a => a.playState === "running" && a.effect?.getComputedTiming().duration > 1)
    .map(a => told(a.effect.target))

  // WCAG 1.4.4 and 1.4.12: larger letters, or wider spaces between them, whatever sizes the style sheets give
  const changed = new Map()
  const restyle = styles => {
    const all = inside(document).filter(e => e.style && !e.matches("svg, svg *, script, style, link"))
    const wanted = all.map(e => [e, Object.entries(styles(getComputedStyle(e), e))])
    for (const [e, pairs] of wanted) {
      if (!changed.has(e)) { changed.set(e, e.getAttribute("style")) }
      for (const [name, value] of pairs) { e.style.setProperty(name, value, "important") }
    }
  }
  const enlarge = () => restyle(s => ({ "font-size": `${2 * parseFloat(s.fontSize)}px`, ...(s.lineHeight.endsWith("px") ? { "line-height": `${2 * parseFloat(s.lineHeight)}px` } : {}) }))
  const space = () => restyle((s, e) => ({ "letter-spacing": "0.12em", "word-spacing": "0.16em", "line-height": "1.5", ...(e.matches("p") ? { "margin-bottom": "2em" } : {}) }))
  const restore = () => {
    for (const [e, style] of changed) { if (style === null) { e.removeAttribute("style") } else { e.setAttribute("style", style) } }
    changed.clear()
  }

  const focused = () => {
    let element = document.activeElement
    while (element.shadowRoot?.activeElement) { element = element.shadowRoot.activeElement }
    return element === document.body ? "" : told(element)
  }
  window.audit = { told, focused, enlarge, space, restore, small, unmarked, cut, outside, over, headings, sideways, moving, stops: () => stops().map(told), inside }
})()
