// What is typed is kept in the browser's tab alone and gone with it, so that a reload or a new connection loses nothing.
function drafts_of(key) {
  return {
    read() { try { return JSON.parse(window.sessionStorage.getItem(key)) ?? {} } catch { return {} } },
    write(draft) { try { window.sessionStorage.setItem(key, JSON.stringify(draft)) } catch { /* storage is off */ } },
    drop() { try { window.sessionStorage.removeItem(key) } catch { /* storage is off */ } },
  }
}

// The same, of the client in the address alone: what was kept of another is gone.
function drafts_about_client(key) {
  const kept = drafts_of(key)
  const about = () => new URLSearchParams(window.location.hash.replace(/^#/, "")).get("client") ?? ""
  return {
    read() { const draft = kept.read(); return draft.about === about() ? draft.draft : {} },
    write(draft) { kept.write({ about: about(), draft }) },
    drop: kept.drop,
  }
}
