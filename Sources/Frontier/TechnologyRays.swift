internal import DenseKernels
package import LinearProgramming

/// A technology as the facet engine sees it, without certificates: what a benchmark of the engine
/// alone needs.
package struct TechnologyRays: Sendable {
  private let scaled: ScaledTechnology
  private let geometry: TechnologyCone

  /// The cone of a convex technology.
  package init(_ technology: Technology) {
    scaled = ScaledTechnology(technology)
    geometry = TechnologyCone(scaled)
  }

  /// A solver that knows the seeds only.
  package func solver(capacity: Int = 1024) -> RaySolver {
    RaySolver(
      geometry.cone, seeds: geometry.seeds, capacity: capacity)
  }

  /// The ray of a point's radial measure; nil where the point cannot be scaled without rounding.
  package func query(_ point: Point, _ orientation: Orientation) -> RayQuery? {
    scaled.scaled(point).map { geometry.query(Ray($0, orientation)) }
  }
}
