/// The question min { t : b + t · a in cone }.
///
/// In dual terms, over the normals N of the cone's facets: max { −(N·b) / (N·a) : N·a > 0 }.
package struct RayQuery: Sendable, Hashable {
  /// b, m numbers.
  package var origin: [Double]
  /// a, m numbers.
  package var direction: [Double]

  /// Ray from `origin` along `direction`.
  package init(origin: [Double], direction: [Double]) {
    self.origin = origin
    self.direction = direction
  }
}
