// @ts-check
// Where the nodes of a tree of clusters stand: a column a layer, in it a share of the height by size.

/**
 * layer: column. parent: place in the list, before its own; -1 for none.
 * @typedef {{ layer: number, parent: number, size: number }} Node
 *
 * Shares of the width and of the height.
 * @typedef {{ left: number, right: number, top: number, bottom: number }} Place
 */

/**
 * Each node beside its parent and no higher than it; the others one below the other. A node reaches to the column of its
 * children, which may be a later one than the next.
 * @type {(nodes: Node[], layers: number) => Place[]}
 */
export function layout(nodes, layers) {
  const children = nodes.map(() => /** @type {number[]} */ ([]))
  const roots = /** @type {number[]} */ ([])
  nodes.forEach(({ parent }, at) => (parent < 0 ? roots : children[parent]).push(at))
  /** What a node needs: its own items, or what its children need. @type {number[]} */
  const weights = nodes.map(node => node.size)
  for (let at = nodes.length - 1; at >= 0; at--) {
    const inside = children[at].reduce((sum, child) => sum + weights[child], 0)
    weights[at] = Math.max(weights[at], inside)
  }
  /** @type {Place[]} */
  const places = new Array(nodes.length)
  const total = roots.reduce((sum, root) => sum + weights[root], 0) || 1
  let top = 0
  /** @type {(at: number, from: number) => void} */
  const put = (at, from) => {
    const { layer } = nodes[at]
    places[at] = { left: layer / layers, right: (layer + 1) / layers, top: from / total, bottom: (from + weights[at]) / total }
    let next = from
    for (const child of children[at]) {
      put(child, next)
      next += weights[child]
    }
  }
  for (const root of roots) {
    put(root, top)
    top += weights[root]
  }
  return places
}
