// Offers the tour once a browser, when the page stands and nobody waits for it any more: what it shows is asked for then.
const tour_key = "credit-panel-tour"
const [offered_ms, idle_ms] = [1500, 5000]

function offer_tour(model) {
  const seen = () => { try { return window.localStorage.getItem(tour_key) !== null } catch { return true } }
  if (model.page !== "client" || model.mode === "client" || seen()) { return () => {} }
  const ask = () => { if (model.mode !== "client") { model.tour = true } }
  const timer = setTimeout(() => (window.requestIdleCallback ?? setTimeout)(ask, { timeout: idle_ms }), offered_ms)
  return () => clearTimeout(timer)
}
