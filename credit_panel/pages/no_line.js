// Why the page has no line to its server. A browser does not tell a script why a websocket failed; but the server
// refuses a request of this page for the same reasons, and says which.
async function tellWhy(words) {
  showError(words.lost)
  try {
    const answer = await fetch("api/v1/readiness", { method: "POST" })
    const { type } = await answer.json()
    showError(type.endsWith(":foreign-origin") ? words.refused.replace("{place}", window.location.host) : words.cut)
  } catch { /* nothing of ours answers: it cannot be reached */ }
}
