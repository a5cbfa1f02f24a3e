// @ts-check
// The first stop of the keyboard: a link that leads past menu and sidebar to the map, shown while it has the focus.

const ID = "skip-to-the-map"

/** Once for a document. @param {Document} document */
export function addSkipLink(document) {
  if (document.getElementById(ID)) return
  const link = document.createElement("a")
  Object.assign(link, { id: ID, href: "#", textContent: "Skip to the map" })
  link.addEventListener("click", event => {
    event.preventDefault()
    const field = mapOf(document)
    field?.focus()
    field?.scrollIntoView({ block: "nearest" })
  })
  link.addEventListener("focus", () => link.classList.toggle("nowhere", !mapOf(document)))
  document.body.prepend(link)
}

/** The first map of the page; maps lie in trees of their own. @param {Document} document @returns {HTMLElement | null} */
function mapOf(document) {
  for (const host of document.querySelectorAll("[data-testid=stMain] [data-testid=stBidiComponentIsolated], [data-testid=stMain] *")) {
    const field = host.shadowRoot?.querySelector(".map .field")
    if (field) return /** @type {HTMLElement} */ (field)
  }
  return document.querySelector("[data-testid=stMain] .map .field")
}
