// What walking.py asks of a page: where the focus is, what it has come by, what it has missed.
() => {
  const inside = function* (root) {
    for (const one of root.querySelectorAll('*')) { yield one; if (one.shadowRoot) yield* inside(one.shadowRoot) }
  }
  const above = one => one.assignedSlot ?? one.parentElement ?? one.getRootNode().host ?? null
  const lineage = one => { const all = []; for (let at = one; at; at = above(at)) all.push(at); return all }
  const focused = () => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    return at?.closest('canvas') ?? (at === document.body ? null : at)
  }
  const drawn = one => {
    const { outlineStyle, outlineWidth, boxShadow, borderTopColor, color, backgroundColor, transform } = getComputedStyle(one)
    const { stroke, strokeWidth } = getComputedStyle(one.querySelector('rect') ?? one)
    const outline = outlineStyle === 'none' ? '' : outlineStyle + outlineWidth
    return [outline, boxShadow, borderTopColor, color, backgroundColor, transform, stroke, strokeWidth].join()
  }
  const look = one => [...lineage(one).slice(0, 11), ...(above(one)?.children ?? [])].map(drawn).join('; ')
  const seen = one => one.getClientRects().length > 0 && lineage(one).every(at => {
    const { display, visibility } = getComputedStyle(at)
    return display !== 'none' && visibility !== 'hidden' && !at.inert && at.ariaHidden !== 'true'
  })
  const told = one => [one.tagName, one.role ?? one.type ?? '', one.ariaLabel ?? '', one.textContent.slice(0, 40)].join(' ')
  const group = one => one.type === 'radio' && one.name ? one.name
    : lineage(one).find(at => at.matches('[role=radiogroup], [role=tablist], [role=toolbar], .tree'))
  const place = one => {
    const { left, right, top, bottom } = one.getBoundingClientRect()
    const region = lineage(one).find(at => at.matches('.comes-first, [data-testid=stSidebar], [data-testid=stMain]'))
    return { left, right, top, bottom, region: region?.className.includes('comes-first') ? 'edges' : region?.dataset.testid ?? '' }
  }
  const controls = () => [...inside(document.body)].filter(one => one.tabIndex >= 0 && !one.disabled && seen(one)
    && one.matches('a[href], button, input, textarea, select, summary, [tabindex]'))
  const first = controls()
  const stops = []
  const step = async () => {
    await new Promise(requestAnimationFrame) // until what the focus changes is drawn
    const at = focused()
    const known = stops.findIndex(stop => stop.at === at)
    if (at && known < 0) stops.push({ at, told: told(at), marked: look(at), ...place(at) })
    return { known, left: !at }
  }
  const end = () => {
    const last = focused()
    last?.blur()
    document.querySelector('[data-testid=stMain]').scrollTo(0, 0)
    const groups = new Set(stops.map(stop => group(stop.at)).filter(Boolean))
    const found = stops.filter(stop => stop.at.isConnected)
    return {
      stops: found.map(({ at, told, marked }) => ({ told, marked: marked !== look(at), ...place(at) })),
      missed: first.filter(one => one.isConnected && seen(one) && !stops.some(stop => stop.at === one) && !groups.has(group(one))).map(told),
    }
  }
  window.walk = { step, end }
}
