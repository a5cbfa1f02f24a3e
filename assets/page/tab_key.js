// @ts-check
// What is to be done before the Tab key moves the focus.

/**
 * Once for a document. mark: a name for what is done.
 * @type {(document: Document, mark: string, act: (event: KeyboardEvent) => void) => void}
 */
export function beforeTab(document, mark, act) {
  if (document.body.dataset[mark]) return
  document.body.dataset[mark] = "yes"
  document.addEventListener("keydown", event => { if (event.key === "Tab") act(event) }, true)
}
